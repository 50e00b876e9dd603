"""The text layer of a PDF: a program of its own, since PDFs are hostile. It reads one from standard input.

    python -m harvester.reading.pdf_text SECONDS OCTETS CHARACTERS < notice.pdf

It bounds its own time and memory before it looks at anything. Needs the extra `documents`.
"""

from __future__ import annotations

import resource
import sys


def _main() -> None:
    """Write the text to standard output; what cannot be read ends with an exit code, and says why."""
    seconds, octets, characters = (int(word) for word in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (octets, octets))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(_read_text(sys.stdin.buffer.read(), characters).encode("utf-8", errors="replace"))


def _read_text(data: bytes, characters: int) -> str:
    """Return the text of a PDF's pages, parted by blank lines, up to so many characters.

    Raises:
        pypdfium2.PdfiumError: it is no PDF, is damaged or locked.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pieces: list[str] = []
    room = characters
    for page in document:
        text = page.get_textpage().get_text_range(errors="replace").replace("\r\n", "\n").strip()
        pieces.append(text[:room])
        room -= len(pieces[-1])
        page.close()
        if room <= 0:
            break
    return "\n\n".join(piece for piece in pieces if piece)


if __name__ == "__main__":
    _main()
