"""The files that the demo portals offer: drawn landscapes, a small PDF, and bytes that are no page."""

from __future__ import annotations

import random
import zlib

from harvester.demo.site_markup import Answer

GARBAGE_BYTES = 6000


def draw_landscape(name: str) -> Answer:
    """A drawn landscape whose colours follow from its name."""
    tint = zlib.crc32(name.encode())
    sky, field, sun = tint % 60 + 180, tint // 60 % 50 + 80, tint // 3000 % 380 + 50
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 270" width="480" height="270">
<rect width="480" height="270" fill="hsl({sky},60%,82%)"/>
<circle cx="{sun}" cy="60" r="26" fill="hsl(45,95%,68%)"/>
<path d="M0 170 Q120 90 240 160 T480 130 V270 H0 Z" fill="hsl({field},35%,62%)"/>
<path d="M0 205 Q150 165 300 205 T480 195 V270 H0 Z" fill="hsl({field},45%,46%)"/>
<path d="M200 270 Q235 220 262 196 L272 196 Q262 225 268 270 Z" fill="hsl(35,35%,78%)"/>
</svg>"""
    return Answer(svg.encode(), "image/svg+xml")


def write_pdf(text: str) -> bytes:
    """A one-page PDF that says `text` (ASCII, without brackets and backslashes)."""
    stream = f"BT /F1 18 Tf 60 760 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def make_garbage(seed: int = 2022) -> bytes:
    """Bytes that are no text in any encoding, the same at every call."""
    return random.Random(seed).randbytes(GARBAGE_BYTES)  # noqa: S311  not for secrets
