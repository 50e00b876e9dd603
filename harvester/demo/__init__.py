"""Three made-up portals, served from the package, and what is planted in them."""
