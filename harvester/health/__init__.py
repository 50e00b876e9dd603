"""What a run's counts say of a portal, and the consistency check at a run's end."""
