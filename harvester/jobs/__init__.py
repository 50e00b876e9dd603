"""Work over a whole collection, or by several processes: rereads, imports, merges, audits, a crawl's workers."""
