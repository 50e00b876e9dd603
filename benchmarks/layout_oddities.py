"""Made-up pages on which the article is small, is no running text, or has other things amid it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.layout_parts import LEAD, OTHERS, ROWS, TEXT, TITLE, Layout, join_paragraphs, make_list, make_page


def list_odd() -> Iterator[Layout]:
    """Pages on which the article is small, or is no running text."""
    long_side = "<div class='side'>" + "".join(
        f"<div class='box'><h4>{OTHERS[n]}</h4><p>"
        f"{OTHERS[n]}, theo bản tin của xã sáng nay. Bà con các thôn cùng góp tay, "
        f"việc xong sớm hơn dự định {n + 2} ngày.</p><a href='/t{n}'>Xem tiếp</a></div>"
        for n in range(len(OTHERS))
    ) + "</div>"  # fmt: skip
    two = TEXT[:2]
    yield Layout(
        "long-sidebar", make_page(f"<div id='m'><h1>{TITLE}</h1>{join_paragraphs(TEXT)}</div>", long_side), TEXT
    )
    yield Layout(
        "long-sidebar-first",
        make_page(long_side + f"<div id='m'><h1>{TITLE}</h1>{join_paragraphs(TEXT)}</div>"),
        TEXT,
    )
    yield Layout(
        "two-paragraphs",
        make_page(f"<div id='m'><h1>{TITLE}</h1>{join_paragraphs(two)}</div>", f"<ul>{make_list(12)}</ul>"),
        two,
    )
    yield Layout(
        "one-paragraph",
        make_page(f"<div id='m'><h1>{TITLE}</h1><div>{TEXT[0]}</div></div>", f"<ul>{make_list(12)}</ul>"),
        two[:1],
    )
    yield Layout(
        "short-long-sidebar", make_page(f"<div id='m'><h1>{TITLE}</h1>{join_paragraphs(two)}</div>", long_side), two
    )


def list_tables() -> Iterator[Layout]:
    """Pages of tables and lists."""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    table = tuple(" ".join(row) for row in ROWS)
    yield Layout(
        "text-and-table",
        make_page(
            f"<h1>{TITLE}</h1><div class='x'>{join_paragraphs(TEXT[:3])}<table border='1'>{cells}</table>"
            f"{join_paragraphs(TEXT[3:])}</div>"
        ),
        (*TEXT[:3], *table, *TEXT[3:]),
    )
    yield Layout(
        "only-a-table",
        make_page(
            f"<h1>{TITLE}</h1><div class='x'><table border='1'>{cells}</table></div>", f"<ul>{make_list(5)}</ul>"
        ),
        table,
    )
    things = tuple(f"Ngày mồng {n}, thôn {name} bán {what}." for n, (name, _, what) in enumerate(ROWS[1:], 3))
    yield Layout(
        "only-a-list",
        make_page(
            f"<h1>{TITLE}</h1><div class='x'><ul>{join_paragraphs(things, 'li')}</ul></div>",
            f"<ul>{make_list(5)}</ul>",
        ),
        things,
    )


def list_mixed() -> Iterator[Layout]:
    """Pages with other things amid or right behind the text."""
    yield Layout(
        "related-amid",
        make_page(
            f"<article><h1>{TITLE}</h1>{join_paragraphs(TEXT[:3])}<div><b>Tin liên quan</b><ul>{make_list(3)}</ul>"
            "</div>"
            f"{join_paragraphs(TEXT[3:])}</article>"
        ),
        TEXT,
    )
    comments = "".join(
        f"<div class='comment'><b>Khách {n}</b><p>Chợ vui quá, tháng sau tôi lại về chơi.</p></div>" for n in range(3)
    )
    yield Layout(
        "comments",
        make_page(
            f"<article><h1>{TITLE}</h1>{join_paragraphs(TEXT)}</article><div id='comments'><h3>Bình luận</h3>"
            f"{comments}</div>"
        ),
        TEXT,
    )
    yield Layout(
        "lead-apart",
        make_page(
            f"<div class='d'><h1>{TITLE}</h1><p class='sapo'><strong>{LEAD}</strong></p><div class='nd'>"
            f"{join_paragraphs(TEXT)}</div></div>",
            f"<ul>{make_list(5)}</ul>",
        ),
        TEXT,
        LEAD,
    )
