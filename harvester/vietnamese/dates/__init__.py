"""Vietnamese dates: parsing them, finding them, and choosing the one that says when an article was published."""

from harvester.vietnamese.dates.parsing import ParsedDate, build_date, parse_date, parse_labelled

__all__ = ["ParsedDate", "build_date", "parse_date", "parse_labelled"]
