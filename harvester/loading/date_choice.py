"""An article's dates, chosen from all that was seen of it by its platform's order of trust; also again, later."""

from __future__ import annotations

from datetime import datetime

from harvester.duplicates.linking import relink
from harvester.items import Article, FoundIn
from harvester.platforms import find_platform
from harvester.store import Store
from harvester.store.articles import date_candidates
from harvester.vietnamese.dates.choice import Texts, choose_date


def find_trust(platform: str) -> tuple[FoundIn, ...] | None:
    """The order of trust of the platform of that name; None, the default order, where none is named."""
    return find_platform(platform).date_trust if platform else None


def choose_dates(
    article: Article,
    now: datetime,
    *,
    trust: tuple[FoundIn, ...] | None = None,
    latest: datetime | None = None,
) -> Article:
    """Fill the article's published and updated dates, its document date and its candidates.

    Run anew, also with more sightings, it gives what one run over all of them gives.

    Args:
        article: With every date that was seen of it.
        now: When it was first seen.
        trust: The places of a date, the most trusted first; by default those of the article's platform.
        latest: When it was seen last, which decides what lies in the future where the first visit's clock was wrong.

    Returns:
        The same article.
    """
    choice = choose_date(
        [*article.date_candidates, *article.dates],
        now,
        url=article.url,
        texts=Texts(article.title, article.lead or "", article.body),
        trust=find_trust(article.platform) if trust is None else trust,
        latest=latest,
    )
    article.published_at = choice.published_at
    article.published_precision = choice.published_precision
    article.published_from = choice.published_from
    article.published_text = choice.published_text
    article.updated_at = choice.updated_at
    article.document_date = choice.document_date
    article.date_candidates = list(choice.candidates)
    return article


def reconsider_dates(store: Store, article_id: int, now: datetime) -> None:
    """Choose a stored article's dates anew, after a sighting that came late; inside a transaction."""
    connection = store.connection
    article = date_candidates.read_article(connection, article_id)
    before = article.published_at
    chosen = choose_dates(article, article.fetched_at or now, latest=now)
    date_candidates.save_choice(connection, article_id, chosen)
    if chosen.published_at != before:
        relink(store, article_id)
