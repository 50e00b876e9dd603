"""A text that stands twice or three times in one page is kept once."""

from __future__ import annotations

from typing import Any

from harvester.duplicates.repeated_text import remove_repeats
from harvester.loading.item_types import change_article


class RepeatsPipeline:
    """Keeps the first copy of a text, and says how many paragraphs went: `repeats_removed`."""

    def process_item(self, item: Any) -> Any:
        """Return the article without its later copies; listings and fetch results pass.

        Raises:
            ItemError: it is no item, or cannot hold an article's fields.
        """
        return change_article(item, remove_repeats)
