"""Time zones as dates on the web name them: `Z`, `+07:00`, `(GMT+7)`, `EDT`."""

from __future__ import annotations

import re
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

VIETNAM_OFFSET = 420
"""Minutes east of UTC."""

FARTHEST_OFFSET = 14 * 60

# Abbreviations as PHP's `T` prints them for the zones that visitors come from, in minutes east of UTC.
# PHP prints a number (`+07`, `-03`) for zones without one. Where an abbreviation stands for several zones,
# all are given, the most frequent among visitors and crawlers first.
OFFSETS: dict[str, tuple[int, ...]] = {
    "z": (0,), "utc": (0,), "gmt": (0,), "ut": (0,), "wet": (0,), "west": (60,), "bst": (60,),
    "cet": (60,), "cest": (120,), "eet": (120,), "eest": (180,), "msk": (180, 240),
    "msd": (240,), "trt": (180,),
    "ict": (420,), "wib": (420,), "wita": (480,), "wit": (540,), "sgt": (480,), "hkt": (480,),
    "pht": (480,), "pst": (-480, 480), "pdt": (-420,), "myt": (480,), "jst": (540,), "kst": (540,),
    "ist": (330, 60, 120), "idt": (180,), "pkt": (300,), "cat": (120,), "sast": (120,), "eat": (180,),
    "wat": (60,), "awst": (480,), "acst": (570,), "acdt": (630,), "aest": (600,), "aedt": (660,),
    "nzst": (720,), "nzdt": (780,), "chst": (600,), "hst": (-600,), "hdt": (-540,), "akst": (-540,),
    "akdt": (-480,), "mst": (-420,), "mdt": (-360,), "cst": (-360, 480, -300), "cdt": (-300, -240),
    "est": (-300,), "edt": (-240,), "ast": (-240, 180), "adt": (-180,), "nst": (-210,), "ndt": (-150,),
}  # fmt: skip

# +07, -3, +0530, +05:30, and +07:06:30 as Python prints the local mean time of old dates
_NUMERIC = re.compile(r"([+-]) ?([0-9]{1,2}):?([0-9]{2})?(?::([0-9]{2}))?")


def read_offsets(zone: str) -> tuple[int, ...]:
    """Minutes east of UTC that a folded zone may mean, the likeliest first; empty when it is none.

    `gmt+7` and `+0700` are (420,), `edt` is (-240,), `cst` is (-360, 480, -300).
    """
    zone = zone.strip("()[] ")
    if zone in OFFSETS:
        return OFFSETS[zone]
    if zone.isalpha():
        return ()
    match = _NUMERIC.fullmatch(zone.removeprefix("utc").removeprefix("gmt").removeprefix("ict").strip())
    if match is None:
        return ()
    if match[4]:  # only local mean time has seconds, and only Vietnam's own is printed here
        return (VIETNAM_OFFSET,)
    hours, minutes = int(match[2]), int(match[3] or 0)
    total = hours * 60 + minutes
    if minutes > 59 or total > FARTHEST_OFFSET:
        return ()
    return (-total if match[1] == "-" else total,)


def make_zone(offset: int) -> timezone:
    """The zone that lies `offset` minutes east of UTC."""
    return timezone(timedelta(minutes=offset))
