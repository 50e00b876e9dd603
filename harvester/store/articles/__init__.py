"""SQL for articles and what hangs on them. No decisions are taken here."""
