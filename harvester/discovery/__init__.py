"""From a page to links: listings, paging, feeds and sitemaps."""
