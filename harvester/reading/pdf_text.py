"""The text layer of a PDF: a program of its own, since PDFs are hostile. It reads one from standard input.

    python -m harvester.reading.pdf_text SECONDS OCTETS CHARACTERS < notice.pdf

It bounds its own time and memory before it looks at anything. Needs the extra `documents`.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator

LONGER = "its text is longer than"
"""How the line on standard error begins where the text ends at its limit."""


def _main() -> None:
    """Write the text to standard output; what cannot be read ends with an exit code, and says why."""
    seconds, octets, characters = (int(word) for word in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (octets, octets))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    text = "\n\n".join(_read_pages(sys.stdin.buffer.read(), characters))
    sys.stdout.buffer.write(text[:characters].encode("utf-8", errors="replace"))
    if len(text) > characters:
        sys.stderr.write(f"{LONGER} {characters:,} characters")


def _read_pages(data: bytes, characters: int) -> Iterator[str]:
    """Yield the texts of a PDF's pages, until they have more than so many characters.

    Raises:
        pypdfium2.PdfiumError: it is no PDF, is damaged or locked.
    """
    import pypdfium2

    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage().get_text_range(errors="replace").replace("\r\n", "\n").strip()
        page.close()
        if text:
            yield text
        characters -= len(text)
        if characters < 0:
            return


if __name__ == "__main__":
    _main()
