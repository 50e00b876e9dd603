"""Images and files that an article shows or offers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from harvester.items import Attachment, Image
from harvester.reading.markup import Element, read_text, select_elements, select_texts
from harvester.vietnamese.text import collapse_spaces

Absolute = Callable[[str | None], str | None]
"""Makes an absolute http address of a link, or None."""

# Sizes and names of pictures that belong to the page's furniture: `icon-print.gif`, `spacer.gif`.
ICON = re.compile(
    r"(?:^|[/_-])(?:icons?|spacer|blank|pixel|emoticons?|smil(?:ey|ies)|loading|"
    r"bullet)s?(?:[/_.-]|$)",
    re.IGNORECASE,
)
SMALLEST_SIDE = 40
"""Pixels; what is smaller is an icon."""
SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")

# Words before a file's name: "Tập tin : ke-hoach.pdf", "File đính kèm: …".
FILE_LABEL = re.compile(r"^(?:tập tin|tệp|tệp tin|file)(?: đính kèm)?\s*:\s*", re.IGNORECASE)
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


def read_attachment(element: Element, absolute: Absolute, *, any_type: bool = False) -> Attachment | None:
    """The file that a link, frame or object points at; None for pages, unless `any_type`."""
    href = element.get("href") or element.get("src") or element.get("data")
    address = absolute(href)
    if address is None:
        return None
    name = find_file_name(address)
    media_type = MEDIA_TYPES.get(name.rsplit(".", 1)[-1].lower()) if "." in name else None
    title = FILE_LABEL.sub("", read_text(element) or collapse_spaces(element.get("title") or ""))
    if media_type is None and any_type and "." in title:
        media_type = MEDIA_TYPES.get(title.rsplit(".", 1)[-1].lower())
    if media_type is None and not any_type:
        return None
    return Attachment(address, title or name or None, media_type)


def find_file_name(address: str) -> str:
    """The last part of an address' path, or of the address a viewer is asked to show (`?url=…/a.pdf`)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    name = PurePosixPath(unquote(parts.path)).name
    if "." not in name and parts.query:
        last = unquote(parts.query).split("&")[0].rsplit("/", 1)[-1].rsplit("=", 1)[-1]
        return last if "." in last else name
    return name


def find_image(element: Element, absolute: Absolute) -> str | None:
    """An image's address; None for icons, counters and pictures that are inlined as data."""
    for side in ("width", "height"):
        size = element.get(side, "").removesuffix("px")
        if size.isdigit() and int(size) < SMALLEST_SIDE:
            return None
    for name in SOURCES:
        address = absolute(element.get(name))
        if address is not None:
            return None if ICON.search(address) else address
    return None


def find_lead_images(scope: Element, css: Iterable[str], absolute: Absolute) -> Iterator[Image]:
    """Images of the article that stand outside its body, where selectors find them, with their captions."""
    for found in select_elements(scope, css):
        parent = found.getparent()
        alone = next(found.iter("img"), None) is None and parent is not None
        figure = parent if alone and parent is not None else found  # a caption has its image beside it
        image = next(figure.iter("img"), None)
        address = find_image(image, absolute) if image is not None else None
        if address is not None:
            captions = select_texts(figure, ("figcaption", ".imgalt")) if figure is not image else iter(())
            yield Image(address, next(captions, None))
