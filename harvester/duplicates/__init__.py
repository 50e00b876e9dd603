"""The same text on several pages: signatures, similarity and clusters."""
