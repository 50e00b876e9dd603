"""From a page to an article: body, fields, places of dates, error pages, and generic reading."""
