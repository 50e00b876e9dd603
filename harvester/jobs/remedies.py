"""What was found out about portals whose files may be wrong, and how a journal keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from pydantic import TypeAdapter

from harvester.portals import Portal
from harvester.portals.edits import KeyValue, Place

FRESH = timedelta(days=1)
"""For so long what was found out holds, when a round that was cut short goes on."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A portal that is to be looked at: its file's portal, and the platform that a crawl has read it as last."""

    portal: Portal
    platform: str | None = None

    @property
    def reader(self) -> str | None:
        """The platform that its pages are read by now."""
        return self.portal.platform or self.platform

    @property
    def key(self) -> str:
        """Its id, and a checksum of all that a look depends on: another one when its file was changed."""
        told = f"{self.platform} {self.portal.model_dump_json()}"
        return f"{self.portal.id} {sha256(told.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article reads like by the file as it is, and as it would be."""

    url: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What was found out about a portal. `failure` says why nothing can be proposed."""

    patient: Patient
    changes: Mapping[Place, KeyValue | None] = field(default_factory=dict)
    readings: Sequence[Reading] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class RemedyNote:
    """A remedy as a line of a journal. `key` is its patient's."""

    key: str
    found_at: datetime
    changes: tuple[tuple[str, str, str | tuple[str, ...] | None], ...]
    readings: tuple[Reading, ...]
    failure: str | None

    @classmethod
    def of_remedy(cls, remedy: Remedy, now: datetime) -> RemedyNote:
        """Note a remedy that was found at a time."""
        changes = tuple(
            (table, key, value if value is None or isinstance(value, str) else tuple(value))
            for (table, key), value in remedy.changes.items()
        )
        return cls(remedy.patient.key, now, changes, tuple(remedy.readings), remedy.failure)

    def holds(self, now: datetime) -> bool:
        """Whether it is new enough to be believed."""
        return abs(now - self.found_at) <= FRESH

    def restore(self, patient: Patient) -> Remedy:
        """Return the remedy of this patient."""
        changes = {(table, key): value for table, key, value in self.changes}
        return Remedy(patient, changes, self.readings, self.failure)


NOTES = TypeAdapter(RemedyNote)
