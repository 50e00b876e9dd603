"""SQL for what people read: search, status, coverage, changes, exports, Datasette."""
