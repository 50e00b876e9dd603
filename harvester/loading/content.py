"""What an article says, as one hash."""

from __future__ import annotations

import hashlib

from harvester.items import Article
from harvester.vietnamese.text import collapse_spaces


def hash_content(article: Article) -> str:
    """Return what makes two readings of an article the same: title, lead and body, whatever their spaces."""
    parts = (article.title, article.lead or "", article.text)
    text = "\x1f".join(collapse_spaces(part.replace("\n\n", " ").replace("\n", " ")) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
