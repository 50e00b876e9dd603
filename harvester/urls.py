"""Addresses: one normal form, one key for the many spellings of an address, and what belongs to a site.

Spellings seen on real portals: http and https, `www.`, `m.` and `amp.` hosts, a dot after the host, `:443`,
`//` in paths, decomposed (NFD) Vietnamese, tracking and session parameters, `?pageindex=0`.
"""

from __future__ import annotations

import re
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote,
    urldefrag,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from harvester.errors import PageError
from harvester.limits import HOST_LIMIT
from harvester.vietnamese.text import to_nfc

DEFAULT_PORTS = {"http": 80, "https": 443}
MIRROR_HOST = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])")
"""Prefixes under which portals serve the same pages: `www.`, `m.`, `amp.`, and `www.m.`."""

TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|igshid|mc_[ce]id|_ga|_gl|yclid|spm)$", re.I)
SESSION = re.compile(
    r"^(?:jsessionid|phpsessid|sid|sessionid|session_id|aspsessionid\w*|nv_sid|cfid|cftoken|oscsid|zenid)$", re.I
)
SESSION_VALUE = re.compile(r"(?=.*[0-9])(?:[\w,.!~-]{16,}|(?=.*[A-Za-z])[\w,.!~-]{12,15})", re.ASCII)
"""What a session looks like; `?sid=7` is an article's number, and so may `?sid=202603051234` be."""
OBJECT_ID = re.compile(r"(?:4[a-f]|5[0-9a-f]|6[0-9a-f])[0-9a-f]{22}", re.ASCII)
"""A record's number in MongoDB, which begins with the second of its making (since 2009): `65f0c1d2a3b4c5d6e7f80912`."""
CACHE_BUSTER = re.compile(
    r"^(?:(?P<sure>_|_dc|rnd|rand|random|no_?cache|cache_?buster)|_t|_ts|t|ts|time|timestamp|r)$", re.I
)
"""Parameters that make each link another one, lest a copy of the page be shown: `?rnd=0.8112`, `?t=1772758800`."""
RANDOM_VALUE = re.compile(r"0?\.[0-9]{4,25}", re.ASCII)
"""`Math.random()`"""
CLOCK_VALUE = re.compile(r"(?:1[4-9]|2[0-3])[0-9]{14}(?:[0-9]{3})?|6[34][0-9]{16}", re.ASCII)
"""Micro- or nanoseconds since 1970, between 2014 and 2046, and .NET's ticks between 1997 and 2060. Seconds may tell the
day of a calendar, or the moment when an article was published."""
LONG_NUMBER = re.compile(r"[0-9]{10,25}", re.ASCII)
NAMED_PATH = re.compile(r"/(?=[^/]*[0-9]|(?:[^/-]*-){3})[^/]+/?$")
"""A path that tells one page from others, by a number or four words: `/tin/lam-duong-7.html`, not `/xem.aspx`."""
DETECTION = "aspxautodetectcookiesupport"
"""The parameter with which ASP.NET finds out whether a visitor keeps cookies."""
SESSION_IN_PATH = re.compile(
    r";(?:jsessionid|sid|phpsessid)=[^/?#]*|/\((?:[SAFX]\([\w-]+\))+\)(?=/)"
    r"|(?-i:/\([a-z0-5]{24}\)(?=/))",
    re.I,
)
"""`/tin;jsessionid=1A2B`, and ASP.NET's `/(S(abc123))/`, `/(X(1)S(abc123))/` and `/(clnogj2arh3amhkkearw0nbn)/`."""

IDENTIFYING = re.compile(r"id$|^tc$|^ddocname$|^\d+$", re.I)
"""Parameters that tell articles apart: `?id=7`, `?newsid=7`, `?cid=7`, `?tc=7`, `?dDocName=UBND_7`, `?7`."""

PAGE_NAMES = (
    r"page|paged|pg|trang|p|page_?(?:index|no|num|number)|cur(?:rent)?_?page|currpage|[\w.%]*_cur|cur|idx|pag|"
    r"start_page"
)
"""Parameters that hold the number of a listing's page, as a pattern: `?page=2`, `_101_INSTANCE_a1_cur=2` (Liferay)."""
PAGE = re.compile(rf"^(?:{PAGE_NAMES})$", re.I)
FIRST_PAGE = re.compile(r"^(?:pageindex|page_index)$", re.I)
SAFE_IN_PATH = "/@:!$&'()*+,;=~-._%"
UNSAFE_IN_PATH = re.compile(r"[^A-Za-z0-9/@:!$&'()*+,;=~._-]")
"""What is percent-encoded in a path, or is already."""

ABSOLUTE = re.compile(r"https?://[^/?#;\\\s][^;\\\s]*")
"""An address that means the same on every page."""

UNWANTED = re.compile(r"[\x00-\x20\x7f]+")


class BadAddress(PageError):
    """Raised for text that is no http or https address, e.g. `javascript:void(0)` or `http://[`."""


def normalize(url: str) -> str:
    """The normal form under which an address is fetched and shown.

    Keeps the scheme and every parameter that may tell articles apart; drops fragments, default ports,
    tracking and session parameters. Idempotent. Raises BadAddress.
    """
    return urlunsplit(normalize_parts(url))


def normalize_parts(url: str) -> SplitResult:
    """The parts of the normal form of an address. Raises BadAddress."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = normalize_host(parts.hostname or "")
        path = normalize_path(parts.path)
        query = normalize_query(parts.query, path)
    except (ValueError, UnicodeError) as error:
        raise BadAddress(f"no address: {url[:200]!r} ({error})") from error
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise BadAddress(f"no http address: {url[:200]!r}")
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return SplitResult(parts.scheme, host, path, query, "")


def spell_address(text: str) -> tuple[str, ...]:
    """Return the addresses that may be meant: without a scheme first https, then http. Raises BadAddress."""
    text = text.strip()
    if not text or len(text.split()) > 1:
        raise BadAddress(f"no address: {text[:200]!r}")
    spellings = (text,) if "://" in text else (f"https://{text}", f"http://{text}")
    return tuple(normalize(spelling) for spelling in spellings)


def normalize_host(host: str) -> str:
    """Lower case, ASCII, without the root's dot.

    Raises:
        UnicodeError: for what cannot be a host name.
    """
    host = host.lower().rstrip(".")
    if len(host) > HOST_LIMIT:
        raise UnicodeError(f"a host name of {len(host):,} characters")
    if ":" in host:
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode("ascii")


def normalize_path(path: str) -> str:
    """Composed, percent-encoded once, without `//`, dot segments and session ids."""
    path = drop_path_session(path)
    if UNSAFE_IN_PATH.search(path):
        path = _compose(UNWANTED.sub("%20", path.strip()))
    if "//" in path:
        path = re.sub(r"/{2,}", "/", path)
    if "/." in path:
        path = urlsplit(urljoin("http://h/", path)).path
    return path or "/"


def _compose(path: str) -> str:
    """A path in NFC. Octets that are no UTF-8 stay encoded as they are."""
    pieces = []
    for segment in path.split("/"):
        try:
            text = unquote(segment, errors="strict")
        except UnicodeDecodeError:
            pieces.append(quote(segment, safe=SAFE_IN_PATH))
            continue
        if "/" in text or "%" in text:  # an encoded slash or percent sign means something else than a bare one
            pieces.append(quote(to_nfc(segment), safe=SAFE_IN_PATH))
        else:
            pieces.append(quote(to_nfc(text), safe=SAFE_IN_PATH))
    return "/".join(pieces)


def normalize_query(query: str, path: str) -> str:
    """Sorted, without tracking and session parameters, the number of a first page, and what keeps caches away."""
    if not query:
        return ""
    if "=" not in query:  # `?print` or `?1234`
        return quote(unquote(query), safe="/:@,;!$'()*~-._") if _is_wanted(query, "") else ""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    kept = sorted((k, to_nfc(v)) for k, v in pairs if _is_wanted(k, v) or _is_record(k, v, pairs))
    if any(CACHE_BUSTER.match(name) for name, _ in kept):
        kept = _drop_cache_busters(kept, path)
    return urlencode(kept, safe="/:@,")


def _drop_cache_busters(pairs: list[tuple[str, str]], path: str) -> list[tuple[str, str]]:
    """Return the parameters without random numbers and times of the clock, where something else tells the page.

    In `/xem.aspx?t=1772758800` that is the number of an article.
    """
    others = [(name, value) for name, value in pairs if not CACHE_BUSTER.match(name) and not PAGE.match(name)]
    is_told = NAMED_PATH.search(unquote(path)) is not None or any(re.search(r"[0-9]", value) for _, value in others)
    return [(name, value) for name, value in pairs if not is_cache_buster(name, value, is_told=is_told)]


def is_cache_buster(name: str, value: str, *, is_told: bool) -> bool:
    """Return whether a parameter only keeps caches away. `is_told` says that something else tells the page."""
    match = CACHE_BUSTER.match(name)
    if match is None:
        return False
    if RANDOM_VALUE.fullmatch(value):
        return True
    pattern = LONG_NUMBER if match["sure"] else CLOCK_VALUE
    return is_told and pattern.fullmatch(value) is not None


def drop_path_session(path: str) -> str:
    """A path without session ids; most hold nothing that one begins with."""
    return SESSION_IN_PATH.sub("", path) if ";" in path or "(" in path else path


def find_path_session(url: str) -> str | None:
    """Return the session that ASP.NET put before an address's path for a visitor without cookies: `/(S(abc123))`."""
    match = SESSION_IN_PATH.match(urlsplit(url).path)
    return None if match is None or not match[0].startswith("/") else match[0]


def add_path_session(url: str, session: str) -> str:
    """Return an address with a session before its path."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=session + (parts.path or "/")))


def is_session(name: str, value: str) -> bool:
    """Whether a parameter holds a visitor's session, or nothing."""
    if name.lower() == DETECTION:
        return True
    return SESSION.match(name) is not None and (not value or SESSION_VALUE.fullmatch(value) is not None)


def _is_record(name: str, value: str, others: list[tuple[str, str]]) -> bool:
    """Whether a parameter called like a session's holds a record's number: no other has a number but that of a page."""
    if name.lower() != "sid" or OBJECT_ID.fullmatch(value) is None:
        return False
    return all(key == name or PAGE.match(key) or not re.search(r"[0-9]", number) for key, number in others)


def _is_wanted(name: str, value: str) -> bool:
    return not (TRACKING.match(name) or is_session(name, value) or (FIRST_PAGE.match(name) and value in ("", "0")))


def make_key(url: str) -> str:
    """The key of an address in the frontier: the same for its http and https, `www.` and `m.` spellings.

    Itself an http address, and its own key. Raises BadAddress.
    """
    parts = normalize_parts(url)
    return urlunsplit(("http", _drop_mirror(parts.netloc), parts.path, parts.query, ""))


def _drop_mirror(host: str) -> str:
    """A host without what its mirrors' begin with, and without port 80, which `https://host:80/` has kept so far."""
    return MIRROR_HOST.sub("", host).removesuffix(":80")


def read_origin(url: str) -> str:
    """Scheme, host and port, e.g. `http://127.0.0.1:8802`: what a robots.txt is valid for. Raises BadAddress."""
    parts = normalize_parts(url)
    return f"{parts.scheme}://{parts.netloc}"


def read_host(url: str) -> str:
    """The bare host name or IP address, in lower case, without port. Raises BadAddress."""
    return (normalize_parts(url).hostname or "").lower()


def read_site(url: str) -> str:
    """Host and port without scheme and `www.`: what a portal's pages have in common. Raises BadAddress."""
    return _drop_mirror(normalize_parts(url).netloc)


def is_same_site(url: str, home: str) -> bool:
    """Whether an address belongs to the portal at `home`. Another port is another site."""
    try:
        return read_site(url) == read_site(home)
    except BadAddress:
        return False


def is_of_site(key: str, home: str) -> bool:
    """Whether a key is one of the portal's whose home page has the key `home`."""
    return key.split("/", 3)[2] == home.split("/", 3)[2]


def resolve(base: str, link: str) -> str:
    """A link on the page at `base` as the address to fetch.

    Spelled as found (a server may know only the decomposed form), without fragment and session id. Raises BadAddress.
    """
    base = "" if ABSOLUTE.fullmatch(link) else base
    try:
        address = urldefrag(urljoin(base, link.strip().replace("\\", "/"))).url  # as browsers read it
    except ValueError as error:
        raise BadAddress(f"no address: {link[:200]!r} ({error})") from error
    normalize(address)
    if "@" in address:
        address = drop_userinfo(address)
    if "?" in address or drop_path_session(address) != address:
        parts = urlsplit(address)
        pairs = [one.partition("=") for one in parts.query.split("&")]
        values = [(name, value) for name, _, value in pairs]
        kept = [f"{k}{sign}{v}" for k, sign, v in pairs if not is_session(k, v) or _is_record(k, v, values)]
        address = urlunsplit(parts._replace(path=drop_path_session(parts.path), query="&".join(kept)))
    return address


def drop_userinfo(address: str) -> str:
    """An address without the name and password of a user, which are nobody's to keep."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else address


def join(base: str, link: str) -> str:
    """A link on the page at `base` as an absolute address in normal form. Raises BadAddress."""
    try:
        return normalize(urljoin(base, UNWANTED.sub("", link) if "\n" in link else link.strip()))
    except ValueError as error:
        raise BadAddress(f"no address: {link[:200]!r} ({error})") from error
