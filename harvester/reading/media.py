"""Images and files that an article shows or offers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from harvester.items import Attachment, Image
from harvester.reading.markup import Element, find_ancestor, read_text, select_texts
from harvester.vietnamese.text import collapse_spaces, compare_key
from harvester.whole_numbers import read_whole_number

Absolute = Callable[[str | None], str | None]
"""Makes an absolute http address of a link, or None."""

# Sizes and names of pictures that belong to the page's furniture: `icon-print.gif`, `spacer.gif`.
ICON = re.compile(
    r"(?:^|[/_-])(?:icons?|spacer|blank|pixel|emoticons?|smil(?:ey|ies)|loading|"
    r"emoji|bullet|arrow)s?(?:[/_.-]|$)|(?:pdf|print|e-?mail)_?button|"
    r"/(?:pdf|docx?|xlsx?|word|excel|zip|rar|download|print(?:er)?|e?mail)[-_]?\d{0,3}\.(?:gif|png|svg)$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
"""Characters of a link's text that may say no more than that it is one."""
SMALLEST_SIDE = 40
"""Pixels; what is smaller is an icon."""
IMAGE_TAGS = frozenset(("img", "amp-img"))
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")

# Words before a file's name: "Tập tin : ke-hoach.pdf", "File đính kèm: …", "Tải tập tin 2: …".
FILE_LABEL = re.compile(r"^(?:tải )?(?:tập tin|tệp|tệp tin|file)(?: đính kèm)?(?: \d{1,2})?\s*:\s*", re.IGNORECASE)
# Labels of links to files that name none, as compare keys: "Tải về", "Xem tại đây", "File đính kèm".
FILE_LINK = re.compile(
    r"(?:(?:nội dung |thông tin )?chi tiết |(?:kính )?mời (?:bạn đọc |quý vị |bà con )?|vui lòng )?"
    r"(?:bấm |nhấn |click )?(?:(?:để )?(?:tải|xem|download)"
    r"(?: (?:về|xuống|file|tệp|tập tin|văn bản|chi tiết|toàn văn|trước|pdf))*(?: (?:tại|ở) đây)?|"
    r"(?:vào |tại |ở )?đây|(?:file|tệp|tập tin|văn bản)(?: tin)? đính kèm|đính kèm|"
    r"download|open|view|pdf|click here)"
)
# What a button beside a file's name says: "Tải về", "Xem", "Download".
BUTTON = re.compile(r"\W*(?:tải(?: (?:về|xuống|file|tệp|tập tin))?|xem|mở|download|view|open)\W*", re.IGNORECASE)
SHORTEST_NAME, LONGEST_FILE_NAME = 4, 200
MOST_BESIDE = 6
"""Characters of a file's name beside such a button, and elements or cells among which it stands."""
# What shows a file that its query names: `/pdfjs/web/viewer.html?file=/a.pdf`, `…/op/embed.aspx?src=…`, `/gview?url=`.
VIEWER = re.compile(r"/(?:[\w-]*viewer[\w-]*(?:\.\w+)?|g?view|(?:op/)?(?:embed|view)\.aspx)$", re.IGNORECASE)
VIEWED = ("url", "src", "file", "pdf", "doc", "document")
"""Parameters in which viewers are told what to show."""
# `https://drive.google.com/file/d/1a2b/preview`: a file without a name.
DRIVE_FILE = re.compile(r"(https?://drive\.google\.com/file/d/[\w-]+)(?:/|$)")
CAPTIONED = ("figure", ".imghome")
CAPTIONS = ("figcaption", ".imgalt", "em.show")
"""What stands around a lead image, and where in it its caption does; the last of each is NukeViet's mobile theme's."""
FRAMES = frozenset(("iframe", "embed", "object"))
PLAYERS = FRAMES | {"audio", "video"}
PLAYED_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "wma": "audio/x-ms-wma",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
    "wmv": "video/x-ms-wmv",
    "flv": "video/x-flv",
}
# Frames that play one recording of a public service.
PLAYER_FRAME = re.compile(
    r"https?://(?:(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/[\w-]{6}|player\.vimeo\.com/video/\d|"
    r"(?:www\.|geo\.)?dailymotion\.com/(?:embed/video/|player)|www\.facebook\.com/plugins/video\.php\?|"
    r"www\.tiktok\.com/(?:embed|player)/|w\.soundcloud\.com/player/\?|drive\.google\.com/file/d/)"
)
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
}
MEDIA_TYPE = re.compile(r"(?:audio|video)/[\w.+-]{1,60}")
# "Quyết định số 12 (pdf)", "Mẫu đơn (DOC, 40 KB)": what a link to a file says behind its name.
FILE_NAMED = re.compile(rf"\(({'|'.join(MEDIA_TYPES)})\b[^()]{{0,20}}\)$", re.IGNORECASE)


def read_extension(address: str) -> str:
    """Return how the name of an address's file ends, in small letters: `pdf`; empty for a name without a dot."""
    _, dot, extension = address.split("?", maxsplit=1)[0].rsplit("/", 1)[-1].rpartition(".")
    return extension.lower() if dot else ""


# What any address of a file holds, as a cheap test: most links lead to pages.
FILE_ADDRESS = re.compile(
    rf"(?:\.|%2e)(?:{'|'.join(sorted(MEDIA_TYPES, key=len, reverse=True))})(?![a-z0-9])|drive\.google\.com/file/",
    re.IGNORECASE,
)


def read_attachment(element: Element, absolute: Absolute, *, any_type: bool = False) -> Attachment | None:
    """The file that a link, frame or object points at; None for pages, unless `any_type`."""
    href = element.get("href") or element.get("src") or element.get("data")
    address = absolute(href)
    if address is None:
        return None
    if not any_type and not FILE_ADDRESS.search(address) and not is_named_file(element):
        return None
    address = find_viewed(address)
    name = "" if DRIVE_FILE.match(address) else find_file_name(address)
    media_type = MEDIA_TYPES.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
    shown = "" if element.tag in FRAMES else read_text(element)
    title = FILE_LABEL.sub("", shown or collapse_spaces(element.get("title") or ""))
    if media_type is None and any_type and "." in title:
        media_type = MEDIA_TYPES.get(title.rsplit(".", 1)[-1].lower())
    named = FILE_NAMED.search(title)
    if media_type is None and named is not None:
        media_type = MEDIA_TYPES[named[1].lower()]
    if media_type is None:
        media_type = MEDIA_TYPES.get(read_extension(element.get("download") or ""))
    if media_type is None and not any_type and DRIVE_FILE.match(address) is None:
        return None
    if not title or is_file_link(title):
        title = find_name_beside(element, shown) or ""
    return Attachment(address, title or name or None, media_type)


def read_player(element: Element, absolute: Absolute) -> Attachment | None:
    """The recording that an element plays: audio, video, or the frame of a service; None for other frames."""
    sources = (element, *element.iterchildren("source", "embed"))
    for source in sources:
        for name in ("src", "data-src", "data"):
            address = absolute(source.get(name))
            if address is None:
                continue
            name_of_file = find_file_name(address)
            media_type = PLAYED_TYPES.get(read_extension(name_of_file))
            if media_type is not None or element.tag not in FRAMES:
                return Attachment(address, name_of_file or None, media_type or read_told_type(source))
            if PLAYER_FRAME.match(address) is not None:
                return Attachment(address, None, None)
    return None


def read_told_type(source: Element) -> str | None:
    """The media type that a source tells of itself, without its parameters: `audio/mpeg`."""
    told = (source.get("type") or "").partition(";")[0].strip().lower()
    return told if MEDIA_TYPE.fullmatch(told) is not None else None


def is_named_file(link: Element) -> bool:
    """Whether a link says of what kind of file it is: `download="a.pdf"`, "Đợt 2 (pdf)", "Biểu mẫu (DOCX, 24 KB)"."""
    if (saved_as := link.get("download")) and read_extension(saved_as) in MEDIA_TYPES:
        return True
    text = (link.text or "").rstrip()
    return text.endswith(")") and len(link) == 0 and FILE_NAMED.search(text) is not None


def find_name_beside(link: Element, shown: str) -> str | None:
    """The name of a file beside a button that opens it: "Sơ đồ.pdf Tải về", or in another cell of its row."""
    around = link.getparent()
    if link.tag != "a" or around is None or len(around) > MOST_BESIDE:
        return None
    if (BUTTON.fullmatch(shown) is None) if shown else around.tag not in ("td", "li"):  # a sign alone
        return None
    texts = [around.text or ""]
    for one in around:
        texts += ("" if one.tag == "a" else read_text(one), one.tail or "")
    beside = collapse_spaces(" ".join(texts)).strip(" :|-–•[]()")
    row = around.getparent() if not beside and around.tag == "td" else None
    if row is not None and len(row) <= MOST_BESIDE:
        beside = max((read_text(cell) for cell in row if cell is not around), key=len, default="")
    is_name = SHORTEST_NAME <= len(beside) <= LONGEST_FILE_NAME and not is_file_link(beside)
    return beside if is_name and not beside.endswith((".", ":", "?", "!")) else None


def is_file_link(text: str) -> bool:
    """Return whether a text says no more than that a file can be opened: "Tải về"."""
    return len(text) < _LONGEST_LABEL and FILE_LINK.fullmatch(compare_key(text)) is not None


def find_viewed(address: str) -> str:
    """Return the address of the file that a viewer shows (Google's, Office's, pdf.js'); another address as it is."""
    if drive := DRIVE_FILE.match(address):
        return f"{drive[1]}/view"
    try:
        parts = urlsplit(address)
        values = dict(parse_qsl(parts.query)) if "=" in parts.query else {}
        for name in VIEWED:
            viewed = values.get(name, "")
            is_whole = viewed.startswith(("http://", "https://", "//"))
            if (is_whole or VIEWER.search(parts.path)) and is_document(viewed):
                return urljoin(address, viewed)
    except ValueError:
        return address
    return address


def is_document(address: str) -> bool:
    """Return whether an address' path ends like a document's."""
    return address.partition("?")[0].rpartition(".")[2].lower() in MEDIA_TYPES


def merge_attachments(found: Iterable[Attachment]) -> list[Attachment]:
    """Return each file once, in order, with a title that is more than its name where one of its links has one."""
    merged: dict[str, Attachment] = {}
    for one in found:
        known = merged.get(one.url)
        if known is None or (known.title in (None, find_file_name(known.url)) and one.title is not None):
            merged[one.url] = one
    return list(merged.values())


def find_file_name(address: str) -> str:
    """The last part of an address' path, or of the address a viewer is asked to show (`?url=…/a.pdf`)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    name = PurePosixPath(unquote(parts.path)).name
    if parts.query and read_extension(name) not in MEDIA_TYPES:
        values = (value.rpartition("=")[2].rpartition("/")[2] for value in unquote(parts.query).split("&"))
        if (document := next((value for value in values if read_extension(value) in MEDIA_TYPES), None)) is not None:
            return document
    if "." not in name and parts.query:
        last = unquote(parts.query).split("&")[0].rsplit("/", 1)[-1].rsplit("=", 1)[-1]
        return last if "." in last else name
    return name


def find_image(element: Element, absolute: Absolute) -> str | None:
    """An image's address; None for icons, counters and pictures that are inlined as data."""
    for side in ("width", "height"):
        size = read_whole_number(element.get(side, "").removesuffix("px"))
        if size is not None and size < SMALLEST_SIDE:
            return None
    for name in _SOURCES:
        source = element.get(name)
        address = absolute(source) if source and not source.isalnum() else None  # `data-src="cau"` is a name
        if address is not None:
            return None if ICON.search(address) else address
    return None


def read_lead_images(elements: Iterable[Element], absolute: Absolute) -> Iterator[Image]:
    """Images of the article that stand outside its body in these elements, with their captions."""
    for found in elements:
        parent = found.getparent()
        alone = next(found.iter("img"), None) is None and parent is not None
        figure = parent if alone and parent is not None else found  # a caption has its image beside it
        image = next(figure.iter("img"), None)
        if figure is image and (around := find_ancestor(found, CAPTIONED)) is not None:
            figure = around
        address = find_image(image, absolute) if image is not None else None
        if address is not None:
            captions = select_texts(figure, CAPTIONS) if figure is not image else iter(())
            yield Image(address, next(captions, None))
