"""What can be read of a damaged database, without SQLite, which gives up at the first page that is wrong."""
