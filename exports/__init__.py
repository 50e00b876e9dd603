"""The dataset in other formats, each a function of a snapshot and a place.

The same database gives the same bytes. Rows stream: memory does not grow with them.
"""
