"""What stands between Scrapy and the frontier: one run, its scheduler, politeness, safety and fetch results."""
