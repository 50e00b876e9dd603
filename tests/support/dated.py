"""Articles made of the dates that were seen of them, and what became of these."""

from __future__ import annotations

from datetime import datetime

from harvester.items import Article, DateCandidate, SeenDate

NOW = datetime.fromisoformat("2023-07-13T09:00:00+07:00")


def make_article(*dates: SeenDate, **fields: str) -> Article:
    return Article(
        **{"url": "https://xa.example.vn/tin-tuc/mot-bai-viet-7.html", "title": "Một bài viết"} | fields,
        dates=list(dates),
    )


def find_candidate(article: Article, text: str) -> DateCandidate:
    return next(candidate for candidate in article.date_candidates if candidate.text == text)


def tell(article: Article) -> tuple[str | None, str | None, str | None]:
    """When it was published, how exactly that is known, and where it stood."""
    moment = article.published_at
    return moment and moment.isoformat()[:19], article.published_precision, article.published_from
