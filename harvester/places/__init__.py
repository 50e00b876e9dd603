"""Administrative units before and after July 2025: a gazetteer, and the ties of portals and texts to it."""

from harvester.places.gazetteer import Gazetteer, Unit, UnitChange, gazetteer_version, load_gazetteer
from harvester.places.mentions import Mention, Publisher, find_mentions

__all__ = [
    "Gazetteer",
    "Mention",
    "Publisher",
    "Unit",
    "UnitChange",
    "find_mentions",
    "gazetteer_version",
    "load_gazetteer",
]
