"""What happens to an article between the page and the database, in this order."""

from __future__ import annotations

from datetime import datetime

from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article
from harvester.loading.date_choice import choose_dates
from pipelines.clean import clean

ORDER = (
    "pipelines.clean.CleanPipeline",
    "pipelines.dates.DatesPipeline",
    "pipelines.repeats.RepeatsPipeline",
    "pipelines.duplicates.DuplicatesPipeline",
    "pipelines.load.LoadPipeline",
)


def process(article: Article, now: datetime) -> Article:
    """Clean and date a raw article, and take out what it says twice. No network, no database.

    Args:
        article: An article as `harvester.platforms.read_article` returns it.
        now: When it was first seen, aware: relative dates count from it, and nothing was published later.

    Returns:
        The article with `published_at` and its precision and origin, and with every date that was on the table.
    """
    return remove_repeats(choose_dates(clean(article), now))
