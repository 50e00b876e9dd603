"""The text layer of a fetched file, read in a process of its own that may take so long and so much."""

from __future__ import annotations

import asyncio
import logging
import sys
from importlib.util import find_spec

from harvester.limits import FILE_MEMORY, FILE_SECONDS, FILE_TEXT
from harvester.reading.pdf_text import LONGER
from harvester.vietnamese.text import to_nfc

logger = logging.getLogger(__name__)

PDF = b"%PDF-"


async def read_file_text(body: bytes, name: str = "a PDF") -> str | None:
    """Return the text of a PDF; None for another file, one without text, and one that cannot be read within its bounds.

    None, too, where the extra `documents` is not installed: files are kept all the same.

    Args:
        body: The file.
        name: What the log calls it, where something is left out.
    """
    if PDF not in body[:1024] or find_spec("pypdfium2") is None:
        return None
    bounds = [str(int(FILE_SECONDS)), str(FILE_MEMORY), str(FILE_TEXT)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "harvester.reading.pdf_text", *bounds, stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(body), FILE_SECONDS + 5)
    except TimeoutError:
        process.kill()
        await process.wait()
        logger.warning("%s was not read within %d s", name, FILE_SECONDS)
        return None
    last = (errors.decode("utf-8", errors="replace").strip().splitlines() or [""])[-1]
    if process.returncode:
        logger.warning("%s could not be read: %s", name, last[:200] or f"exit code {process.returncode}")
        return None
    if last.startswith(LONGER):
        logger.warning("%s: %s; the rest is left out", name, last)
    return to_nfc(output.decode("utf-8", errors="replace")).replace("\0", "").strip() or None
