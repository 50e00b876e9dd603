"""What happens to an article between the page and the database, in this order."""

from __future__ import annotations

from datetime import datetime

from harvester.items import Article
from harvester.loading.date_choice import choose_dates
from pipelines.clean import clean
from pipelines.repeats import remove_repeats

ORDER = (
    "pipelines.clean.CleanPipeline",
    "pipelines.dates.DatesPipeline",
    "pipelines.repeats.RepeatsPipeline",
    "pipelines.duplicates.DuplicatesPipeline",
    "pipelines.load.LoadPipeline",
)


def process(article: Article, now: datetime) -> Article:
    """A raw article made clean, dated and free of repeats; no database. `now` is when it was first seen, aware."""
    return remove_repeats(choose_dates(clean(article), now))
