"""Scrapy's spiders: one, for every portal."""
