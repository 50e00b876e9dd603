"""A peer on the same pages: trafilatura reading text and metadata in 8 threads, nothing stored.

python benchmarks/trafilatura_threads.py ADDRESSES
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import urllib3
from trafilatura import bare_extraction

THREADS = 8
POOL = urllib3.PoolManager(maxsize=THREADS)


def read(url: str) -> bool:
    response = POOL.request("GET", url, redirect=False)
    return bare_extraction(response.data, url=url, with_metadata=True) is not None


if __name__ == "__main__":
    addresses = Path(sys.argv[1]).read_text(encoding="utf-8").split()
    with ThreadPoolExecutor(THREADS) as pool:
        print(sum(pool.map(read, addresses)), "pages read")
