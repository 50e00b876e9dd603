"""The one SQLite file, and the only place with SQL."""

from harvester.store.database import Store

__all__ = ["Store"]
