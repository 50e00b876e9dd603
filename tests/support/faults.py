"""What goes wrong on real portals, one function a fault: each takes the good answer and gives the bad one.

Factories (`redirect_to`, `ask_to_wait`, `stall`, `send_large`) take what the fault needs and return it.
`COMMON` holds those that a flaky portal mixes into its answers; `support.plan` says where and how often.
"""

from __future__ import annotations

import gzip
import random
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from support.answers import HTML, Answer, Fault, Request, redirect, show_html

FLOOD_PAGE = """<!DOCTYPE html><html><head><title>Hãy đợi...</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div class="floodblocker">
Hệ thống đang từ chối truy cập của bạn.<br>
<span>Hãy đợi <span id="secField">31</span> giây...</span></div>
<script>setInterval("location.reload()", 31000);</script></body></html>"""
BLOCK_PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>Truy cập bị từ chối</title></head><body><h1>Truy cập bị từ chối</h1>
<p>Yêu cầu của bạn đã bị chặn bởi tường lửa ứng dụng web vì địa chỉ của bạn gửi quá nhiều yêu cầu bất thường.
Vui lòng liên hệ quản trị viên và cung cấp mã hỗ trợ: 7730912245518.</p></body></html>"""
BLOCK_PAGE_ENGLISH = """<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>
<p>You don't have permission to access this page on this server. Reference #18.2c1f.99.</p></body></html>"""


def answer_busy(request: Request, good: Answer) -> Answer:
    """503 without a word on when to come back."""
    return show_html("<html><body><h1>Service Unavailable</h1></body></html>", 503).bend(name="503")


def ask_to_wait(seconds: int, status: int = 429, as_date: bool = False) -> Fault:
    """429 or 503 with Retry-After in seconds, or as an HTTP date by this machine's clock."""

    def answer(request: Request, good: Answer) -> Answer:
        when = datetime.now(UTC) + timedelta(seconds=seconds)
        value = format_datetime(when, usegmt=True) if as_date else str(seconds)
        page = show_html("<html><body><h1>Too Many Requests</h1></body></html>", status)
        return page.set_header("Retry-After", value).bend(name=f"{status} retry-after")

    return answer


def reset(request: Request, good: Answer) -> Answer:
    """The connection is reset before a byte is sent."""
    return good.bend(reset_after=0, name="reset")


def reset_midway(request: Request, good: Answer) -> Answer:
    """The connection is reset after half of the body."""
    return good.bend(reset_after=max(1, len(good.content()) // 2), name="reset midway")


def cut_short(request: Request, good: Answer) -> Answer:
    """Half of the body, while Content-Length speaks of the whole."""
    body = good.content()
    return good.bend(body=body[: len(body) // 2], claimed_length=len(body), framing="length", name="cut short")


def cut_chunked(request: Request, good: Answer) -> Answer:
    """Chunked, half of the body, and the connection closes without the last chunk."""
    body = good.content()
    return good.bend(body=body[: len(body) // 2], framing="chunked", unfinished=True, name="cut chunked")


def cut_gzip(request: Request, good: Answer) -> Answer:
    """Half of a gzip stream, with an honest Content-Length."""
    packed = gzip.compress(good.content(), mtime=0)
    return good.set_header("Content-Encoding", "gzip").bend(body=packed[: len(packed) // 2], name="cut gzip")


def cut_page(request: Request, good: Answer) -> Answer:
    """The page's first three fifths as if they were all: an honest length and no end."""
    body = good.content()
    return good.bend(body=body[: len(body) * 3 // 5], name="cut page")


def cut_page_unframed(request: Request, good: Answer) -> Answer:
    """The page's first half without any length, ended by the end of the connection as HTTP/1.0 has it."""
    body = good.content()
    return good.bend(body=body[: len(body) // 2], framing="close", name="cut page, no length")


def stall(seconds: float) -> Fault:
    """Nothing for so many seconds, then the good answer."""
    return lambda request, good: good.bend(wait=seconds, name="stall")


def hold_back(until: threading.Event) -> Fault:
    """Nothing until something has happened, then the good answer."""
    return lambda request, good: good.bend(until=until, name="hold back")


def trickle(seconds: float, pieces: int = 1000) -> Fault:
    """The good answer in pieces with a pause before each."""

    def answer(request: Request, good: Answer) -> Answer:
        body = good.content()
        size = max(1, len(body) // pieces)
        parts = [body[start : start + size] for start in range(0, len(body), size)]
        return good.bend(body=parts, framing="chunked", pause=seconds, name="trickle")

    return answer


def send_garbage(request: Request, good: Answer) -> Answer:
    """Random bytes that say they are HTML."""
    return Answer(random.Random(request.target).randbytes(6000), headers=[("Content-Type", HTML)], name="garbage")


def show_flood_page(request: Request, good: Answer) -> Answer:
    """NukeViet's flood limiter of 4.2 to 4.4: asks to wait, with status 200."""
    return show_html(FLOOD_PAGE).bend(name="flood page")


def show_block_page(request: Request, good: Answer) -> Answer:
    """A web application firewall's refusal with status 200."""
    return show_html(BLOCK_PAGE).bend(name="block page")


def show_block_page_english(request: Request, good: Answer) -> Answer:
    """The same in English."""
    return show_html(BLOCK_PAGE_ENGLISH).bend(name="block page, English")


def send_nothing(request: Request, good: Answer) -> Answer:
    """Status 200 and an empty body."""
    return good.bend(body=b"", name="empty")


def send_large(size: int = 15 * 1024 * 1024, framing: str = "length") -> Fault:
    """The good page with paragraphs put in until it has this many bytes."""

    def answer(request: Request, good: Answer) -> Answer:
        head, mark, tail = good.content().rpartition(b"</body>")
        filler = "<p>Đoạn văn dài lê thê kéo tiếp trang này ra mãi.</p>\n".encode()
        body = head + filler * ((size - len(head) - len(tail)) // len(filler) + 1) + mark + tail
        return good.bend(body=body, framing=framing, name="large")

    return answer


def send_endlessly(request: Request, good: Answer) -> Answer:
    """The page's beginning, and paragraphs until the other side has had enough."""

    def write() -> Iterator[bytes]:
        yield good.content().rpartition(b"</body>")[0]
        while True:
            yield "<p>Và còn nữa.</p>\n".encode() * 2000

    return good.bend(body=write(), framing="chunked", name="endless")


def pack_bomb(inflated: int, head: bytes = b"<html><body><p>") -> Iterator[bytes]:
    """A gzip stream of about a thousandth of `inflated` bytes; each block stands for one MiB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = block.compress(b"a " * (512 * 1024)) + block.flush(zlib.Z_FULL_FLUSH)
    for _ in range(inflated // (1024 * 1024)):
        yield packed


def send_gzip_bomb(inflated: int = 4 * 1024**3) -> Fault:
    """A few MB that inflate to `inflated` bytes."""

    def answer(request: Request, good: Answer) -> Answer:
        bent = good.set_header("Content-Encoding", "gzip")
        return bent.bend(body=pack_bomb(inflated), framing="chunked", name="gzip bomb")

    return answer


def claim_type(media_type: str, body: bytes | None = None) -> Fault:
    """Another Content-Type, and other bytes where given."""

    def answer(request: Request, good: Answer) -> Answer:
        bent = good.set_header("Content-Type", media_type)
        return bent.bend(name=f"type {media_type}", **({} if body is None else {"body": body}))

    return answer


def encode_as(encoding: str, claimed: str) -> Fault:
    """The page's text in one encoding while header and meta claim another. windows-1258 is decomposed first,
    since it has no precomposed letters; what an encoding lacks becomes a character reference."""

    def answer(request: Request, good: Answer) -> Answer:
        text = good.content().decode().replace("charset=utf-8", f"charset={claimed}")
        text = text.replace('charset="utf-8"', f'charset="{claimed}"')
        if encoding == "windows-1258":
            text = decompose_tones(text)
        bent = good.set_header("Content-Type", f"text/html; charset={claimed}")
        return bent.bend(body=text.encode(encoding, "xmlcharrefreplace"), name=f"{encoding} as {claimed}")

    return answer


def decompose_tones(text: str) -> str:
    """Tone marks as characters of their own, vowels with their hats on, as windows-1258 writes Vietnamese."""
    from unicodedata import normalize

    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = []
    for letter in normalize("NFC", text):
        parts = normalize("NFD", letter)
        tone = next((mark for mark in parts if mark in tones), "")
        written.append(normalize("NFC", parts.replace(tone, "")) + tone if tone else letter)
    return "".join(written)


def redirect_to(location: str, status: int = 302) -> Fault:
    """A redirect to an address, written as it is."""
    return lambda request, good: redirect(location, status).bend(name=f"redirect to {location}")


def redirect_to_itself(request: Request, good: Answer) -> Answer:
    """A redirect to the same address, for ever."""
    return redirect(request.target, 302).bend(name="redirect loop")


def redirect_in_chain(length: int) -> Fault:
    """So many redirects, counted in `?chang=N`, before the good answer."""

    def answer(request: Request, good: Answer) -> Answer:
        step = int(request.query.get("chang", "0"))
        if step >= length:
            return good
        return redirect(f"{request.path}?chang={step + 1}", 302).bend(name="redirect chain")

    return answer


def insert_in_head(markup: str) -> Fault:
    """Markup put first into the head: `<base>`, a canonical link or a meta refresh that points elsewhere."""

    def answer(request: Request, good: Answer) -> Answer:
        body = good.content().replace(b"<title>", markup.encode() + b"<title>", 1)
        return good.bend(body=body, name="head " + markup[:20])

    return answer


def set_huge_cookies(count: int = 10, size: int = 3900) -> Fault:
    """Cookies with new names at each answer, so that a jar that keeps them grows without end."""

    def answer(request: Request, good: Answer) -> Answer:
        extra = [("Set-Cookie", f"c{request.number}x{n}={'v' * size}; path=/") for n in range(count)]
        return good.bend(headers=[*good.headers, *extra], name="huge cookies")

    return answer


def nest_deeply(depth: int = 5000) -> Fault:
    """The page's body inside so many nested elements."""

    def answer(request: Request, good: Answer) -> Answer:
        head, mark, rest = good.content().partition(b"<body>")
        inner, end, tail = rest.rpartition(b"</body>")
        return good.bend(body=head + mark + b"<div>" * depth + inner + b"</div>" * depth + end + tail, name="nested")

    return answer


def insert_nul_bytes(request: Request, good: Answer) -> Answer:
    """A NUL before every paragraph and one inside the title."""
    body = good.content().replace(b"<p>", b"\0<p>\0").replace(b"<h1", b"\0<h1")
    return good.bend(body=body, name="NUL bytes")


BY_DATE = ask_to_wait(1, 503, as_date=True)
COMMON: tuple[Callable[[Request, Answer], Answer], ...] = (
    answer_busy,
    ask_to_wait(1),
    BY_DATE,
    reset,
    reset_midway,
    cut_short,
    cut_chunked,
    cut_gzip,
    cut_page,
    send_garbage,
    show_flood_page,
    show_block_page,
    send_nothing,
)
"""What a flaky portal mixes in. Stalls are added by tests, which know how long they can afford one."""
