"""The form of an audit: what a sample holds, and what somebody said of it. Read with care: people edit it by hand."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harvester.errors import ConfigError
from harvester.regular_files import read_regular
from harvester.store.reports.audits import Score

FieldName = Literal["title", "lead", "body_whole", "body_clean", "date", "author", "duplicates"]

FIELDS: tuple[FieldName, ...] = get_args(FieldName)
"""What is judged of each record."""

FORM_LIMIT = 32 << 20
"""Bytes: a hundred thousand records."""

_Verdict = Literal["right", "wrong", "unsure"]


class FormRecord(BaseModel):
    """A record. `filled` are the fields that have a value; `fields` what was said of each, null where nothing was."""

    model_config = ConfigDict(extra="forbid", strict=True)
    uid: str
    platform: str
    url: str
    filled: list[FieldName]
    fields: dict[FieldName, _Verdict | None]


class FormListing(BaseModel):
    """A listing page.

    `stored` and `unread` count its articles by whether we have them; `missing` are those that it shows and we never
    found, null where nobody looked.
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    url: str
    stored: int = Field(ge=0)
    unread: int = Field(ge=0)
    missing: int | None = Field(ge=0)


class AuditForm(BaseModel):
    """A form, empty or filled in."""

    model_config = ConfigDict(extra="forbid", strict=True)
    audit: str
    drawn_at: str
    seed: int
    records: list[FormRecord]
    listings: list[FormListing]


def make_id(seed: int, uids: Iterable[str]) -> str:
    """The name of a sample: the same for the same seed and articles."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"harvester:audit:{seed}:{' '.join(sorted(uids))}"))


def read_form(path: Path) -> AuditForm:
    """A form from a file.

    Raises:
        ConfigError: for what is none, with the place of the first thing that is wrong.
    """
    try:
        content = read_regular(path, FORM_LIMIT)
        if len(content) > FORM_LIMIT:
            raise ConfigError(f"no form of an audit: {str(path)!r} (it is too large)")
        return AuditForm.model_validate(json.loads(content.decode("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ConfigError(f"no form of an audit: {str(path)!r} ({place or 'all of it'}: {first['msg']})") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"no form of an audit: {str(path)!r} (it is no JSON)") from error


def score_form(form: AuditForm) -> list[Score]:
    """How often each field was right, for all together and by platform.

    Raises:
        ConfigError: nothing was said.
    """
    platforms = sorted({record.platform for record in form.records})
    scores = [
        score
        for platform in ("", *platforms)
        for field in FIELDS
        for score in score_field(form, field, platform)
    ]  # fmt: skip
    seen = [listing for listing in form.listings if listing.missing is not None]
    if seen:
        missed = sum(listing.unread + (listing.missing or 0) for listing in seen)
        stored = sum(listing.stored for listing in seen)
        scores.append(Score(form.audit, "listing", "", form.drawn_at, form.seed, hits=stored, missed=missed))
    if not scores:
        raise ConfigError("nothing has been said of any record yet: fill in the form")
    return scores


def score_field(form: AuditForm, field: FieldName, platform: str) -> Iterator[Score]:
    """One score, or none where nothing was said. An empty field that is right counts nowhere: there is no value."""
    said = [
        (record.fields.get(field), field in record.filled)
        for record in form.records
        if platform in ("", record.platform) and record.fields.get(field) is not None
    ]
    if said:
        yield Score(
            form.audit, field, platform, form.drawn_at, form.seed, hits=said.count(("right", True)),
            wrong=said.count(("wrong", True)), missed=said.count(("wrong", False)),
            unsure=sum(verdict == "unsure" for verdict, _ in said),
        )  # fmt: skip
