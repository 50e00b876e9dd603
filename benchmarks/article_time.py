"""CPU time of reading one article page, beside parsing it with lxml and beside trafilatura.

    python benchmarks/article_time.py [PAGE.html [URL]]

Without a page it makes one of the shape and size of a NukeViet article: 73 KB, most of them head, menus,
scripts and lists of other articles. Prints medians in microseconds and the ratios; every round measures all
three in turn, a few times each, so that a busy machine slows them alike. trafilatura reads the fields too.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html
import trafilatura

from harvester.platforms import read_article

URL = "http://huyen.example/tin-tuc/le-phat-dong-trong-cay-dau-xuan-123.html"
ROUNDS = 20
REPEATS = 5
SIZE = 73_000

SENTENCE = (
    "Sáng nay, Ủy ban nhân dân xã Suối Mơ tổ chức họp dân bàn việc mở rộng đường liên thôn và trồng cây hai bên đường. "
)
LINK = (
    '<li><em class="fa fa-angle-right">&nbsp;</em><h4><a href="/tin-tuc/tin-so-{n}-{n}.html" '
    'title="Tin số {n} của '
    'xã">'
    "Tin số {n} của xã Suối Mơ về việc làm đường</a></h4> <em>(0{d}/03/2022)</em></li>\n"
)


def make_page() -> bytes:
    """A NukeViet article page of made-up text."""
    head = "".join(f'<link rel="stylesheet" href="/themes/default/css/part-{n}.css?t=17953">\n' for n in range(60))
    menu = "".join(
        f'<li role="presentation"><a href="/muc-{n}/" title="Mục {n}"> Mục {n} </a></li>\n' for n in range(24)
    )
    body = "".join(f'<p style="text-align: justify;">{SENTENCE * (3 + n % 4)}</p>\n' for n in range(14))
    others = "".join(LINK.format(n=n, d=n % 9 + 1) for n in range(40))
    page = (
        '<!DOCTYPE html><html lang="vi"><head><title>Lễ phát động trồng cây</title><meta charset="utf-8">'
        '<meta name="generator" content="NukeViet v4.5"><meta property="article:section" content="Tin tức">'
        f'<meta property="article:published_time" content="2022-03-25+0716:19:00">{head}</head><body>'
        f'<nav id="menusite"><ul>{menu}</ul></nav>'
        '<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>'
        '<div class="panel-body"><h1 class="title" itemprop="headline">Lễ phát động trồng cây</h1>'
        '<span class="h5">Thứ sáu - 25/03/2022 16:19</span>'
        f'<div class="hometext">{SENTENCE}</div><div id="news-bodyhtml" class="bodytext">{body}'
        '<p style="text-align: right;"><strong>Tin, ảnh: Lê An Nhiên</strong></p></div></div></div>'
        f'<div class="news_column"><ul class="related">{others}</ul></div>'
    )
    script = "<script>var nv_base_siteurl = '/', nv_lang_data = 'vi';</script>\n"
    filling = (SIZE - len(page.encode())) // len(script)
    return (page + script * max(0, filling) + "</body></html>").encode()


def measure(work: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median time of each in seconds of CPU."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, run in work.items():
            start = time.process_time()
            for _ in range(REPEATS):
                run()
            times[name].append((time.process_time() - start) / REPEATS)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    """Measures and prints."""
    page = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else make_page()
    url = sys.argv[2] if len(sys.argv) > 2 else URL
    article = read_article(page, url)
    work: dict[str, Callable[[], object]] = {
        "lxml": lambda: lxml.html.fromstring(page),
        "read_article": lambda: read_article(page, url),
        "trafilatura": lambda: trafilatura.extract(page, url=url, with_metadata=True),
    }
    for run in work.values():
        run()
    taken = measure(work)
    print(f"{len(page):,} bytes, {article.extractor}, {len(article.paragraphs)} paragraphs, {ROUNDS} rounds")
    for name, seconds in taken.items():
        print(f"{name:14}{seconds * 1e6:9.0f} µs")
    print(f"read_article / lxml        {taken['read_article'] / taken['lxml']:6.2f}  (at most 2)")
    print(f"trafilatura / read_article {taken['trafilatura'] / taken['read_article']:6.2f}  (at least 8)")


if __name__ == "__main__":
    main()
