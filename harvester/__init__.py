"""News of Vietnam's districts and communes as data."""

__version__ = "0.1.0"
