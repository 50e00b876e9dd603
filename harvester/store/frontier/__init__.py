"""SQL for the frontier: addresses, walks, and how they ended."""
