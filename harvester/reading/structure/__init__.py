"""The structural reader: which blocks of a page of unknown make are its article's text."""
