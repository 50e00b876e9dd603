"""One fetched page, decoded and parsed once."""
