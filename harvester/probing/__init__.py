"""One look at a portal that nobody has written a file for."""
