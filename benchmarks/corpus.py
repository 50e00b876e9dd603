"""A made-up harvest of any size, the same for the same seed: places, people and news are nobody's."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from harvester.store import Store
from harvester.store.articles import fulltext
from harvester.store.articles.uids import make_uid

VIETNAM = timezone(timedelta(hours=7))
PROVINCES = ("Hà Tĩnh", "Nghệ An", "Thanh Hóa", "Ninh Bình", "Đồng Nai", "Lạng Sơn", "Đồng Tháp", "Huế")
LEVELS = ("commune",) * 8 + ("district",) * 3 + ("province", "party", "newspaper")
PLACES = (
    "Đồng Sậy",
    "Bến Lau",
    "Phú Trầm",
    "Gò Mận",
    "Suối Vang",
    "Đá Chồng",
    "Xuân Lội",
    "Cầu Rẫy",
    "Mỹ Khê Hạ",
)
SUBJECTS = (
    "Đảng bộ huyện", "Hội Nông dân", "Ban Chấp hành", "Trường Tiểu học", "Đoàn Thanh niên",
    "Ủy ban nhân dân xã",
    "Hội Liên hiệp Phụ nữ", "Trạm Y tế", "Mặt trận Tổ quốc", "Hội Cựu chiến binh", "Ban Chỉ huy Quân sự",
)  # fmt: skip
DEEDS = (
    "tổ chức hội nghị sơ kết", "ra quân làm đường bê tông", "trao quà cho hộ nghèo",
    "kiểm tra công tác phòng dịch",
    "phát động trồng cây", "thu ngân sách vượt kế hoạch", "khánh thành cầu dân sinh",
    "bàn giao nhà đại đoàn kết",
)  # fmt: skip
WORDS = re.split(
    r"\s+",
    "và của các trong cho được tại với đã xây dựng nông thôn mới kinh tế xã hội phát triển nhân dân "
    "cán bộ đảng viên công tác tuyên truyền triển khai thực hiện nhiệm vụ kế hoạch năm tháng quý đầu "
    "tư hạ tầng giao thông thủy lợi sản xuất vụ xuân lúa ngô lạc chăn nuôi dịch bệnh tiêm phòng học "
    "sinh giáo viên y tế văn hóa thể thao đường điện nước sạch vệ sinh môi trường an ninh trật tự "
    "quốc phòng cải cách hành chính chuyển đổi số hỗ trợ hộ nghèo cận",
)
RARE_PHRASE = "mắc ca trổ bông muộn"
"""Stands in every 25,000th article."""

CATEGORIES = (
    "Tin tức",
    "Kinh tế",
    "Văn hóa - Xã hội",
    "Thông báo",
    "Quốc phòng - An ninh",
    "Cải cách hành chính",
)
PRECISIONS = ("minute",) * 6 + ("day",) * 3 + ("second", "month")
SOURCES = ("page",) * 7 + ("meta", "jsonld", "feed", "listing")
PLATFORMS = ("nukeviet", "vnpt", "liferay", "tandan", "generic")
FIRST_DAY = datetime(2015, 1, 1, tzinfo=VIETNAM)
SEEN = datetime(2026, 1, 5, 3, 0, tzinfo=UTC).astimezone(VIETNAM)

Row = tuple[Any, ...]
InsertMany = Callable[[str, list[Row]], object]


def fill_database(
    path: Path, articles: int, *, portals: int = 300, first_portal: int = 0, seed: int = 7, words: int = 150
) -> None:
    """Make a database of that many articles, and of everything that hangs on an article."""
    chance = random.Random(seed)
    names = [f"xa-{i:04d}" for i in range(first_portal, first_portal + portals)]
    with Store.open(path) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        insert_many = store.connection.executemany
        with store.transaction():
            add_portals(insert_many, names, chance)
        for start in range(0, articles, 5000):
            batch = [make_article(i + 1, names, chance, words) for i in range(start, min(start + 5000, articles))]
            marks = ", ".join("?" * len(ARTICLE_COLUMNS))
            with store.transaction():
                insert_many(f"INSERT INTO articles ({', '.join(ARTICLE_COLUMNS)}) VALUES ({marks})", batch)
                add_details(insert_many, batch, chance)
                fulltext.index_rest(store.connection)


def add_portals(insert_many: InsertMany, names: list[str], chance: random.Random) -> None:
    portals: list[Row] = []
    harvests: list[Row] = []
    for i, name in enumerate(names):
        place, level = f"{PLACES[i % len(PLACES)]} {i}", LEVELS[i % len(LEVELS)]
        portals.append(
            (
                name,
                f"Xã {place}",
                level,
                PROVINCES[i % len(PROVINCES)],
                f"https://{name}.example.vn/",
                "nukeviet",
            )
        )
        status = chance.choice(("ok",) * 12 + ("partial", "blocked", "unreachable", "broken", "silent"))
        harvests.append((1, name, status, None if status == "ok" else "made up", 40, 9, 1, 30, 0, 0))
    insert_many("INSERT INTO portals (id, name, level, province, url, platform) VALUES (?, ?, ?, ?, ?, ?)", portals)
    insert_many(
        "INSERT INTO runs (id, started_at, finished_at, status) VALUES (?, ?, ?, 'ok')",
        [(1, SEEN.isoformat(), (SEEN + timedelta(hours=1)).isoformat())],
    )
    insert_many(
        "INSERT INTO harvests (run, portal, status, reason, pages, new, updated, unchanged, failed, undated)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        harvests,
    )


ARTICLE_COLUMNS = (
    "id", "uid", "portal", "url", "title", "lead", "body", "author", "category", "published_at",
    "published_precision", "published_from", "published_text", "document_number", "document_date",
    "content_hash", "duplicate_of",
    "platform", "extractor", "read_from", "revision", "first_seen_at", "last_seen_at", "checked_at",
)  # fmt: skip


def make_article(i: int, portals: list[str], chance: random.Random, words: int) -> Row:
    portal = portals[int(len(portals) * chance.random() ** 2)]
    title = f"{chance.choice(SUBJECTS)} {chance.choice(PLACES)} {chance.choice(DEEDS)}"
    text = [" ".join(chance.choices(WORDS, k=max(5, words // 3))) for _ in range(3)]
    if i % 25_000 == 0:
        text[1] += f" {RARE_PHRASE}"
    when = FIRST_DAY + timedelta(minutes=chance.randrange(11 * 365 * 24 * 60))
    dated = chance.random() > 0.03
    precision = chance.choice(PRECISIONS)
    number = f"{i % 900 + 1}/TB-UBND" if chance.random() < 0.1 else None
    url = f"https://{portal}.example.vn/news/tin-{i}.html"
    seen = SEEN.isoformat()
    return (
        i, make_uid(url), portal, url, title, f"{title}. {text[0][:120]}", "\n\n".join(text),
        chance.choice(("Vân Lâm", "Hạ Miên", None)), chance.choice(CATEGORIES),
        start_of(when, precision).isoformat() if dated else None, precision if dated else None,
        chance.choice(SOURCES) if dated else None, f"{when:%d/%m/%Y %H:%M}" if dated else None,
        number, f"{when:%Y-%m-%d}" if number else None, f"{chance.getrandbits(128):032x}",
        chance.randrange(1, i) if i > 10 and chance.random() < 0.05 else None,
        chance.choice(PLATFORMS), "made-up/1", url, 2 if chance.random() < 0.03 else 1, seen, seen, seen,
    )  # fmt: skip


def start_of(when: datetime, precision: str) -> datetime:
    if precision == "day":
        return when.replace(hour=0, minute=0)
    return when.replace(day=1, hour=0, minute=0) if precision == "month" else when


DATE_PARTS = ("text", "from", "at", "precision")


def add_details(insert_many: InsertMany, batch: list[Row], chance: random.Random) -> None:
    rows = [dict(zip(ARTICLE_COLUMNS, row, strict=True)) for row in batch]
    banner = f"{SEEN:%Y-%m-%d}T00:00:00+07:00"
    insert_many(
        "INSERT INTO date_candidates (article, text, found_in, value, precision, chosen, why_not)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(r["id"], *(r[f"published_{part}"] for part in DATE_PARTS), 1, None) for r in rows if r["published_at"]]
        + [(r["id"], "Hôm nay", "page", banner, "day", 0, "equal to the banner") for r in rows],
    )
    insert_many(
        "INSERT INTO images (article, position, url, caption) VALUES (?, 1, ?, ?)",
        [(r["id"], f"{r['url']}.jpg", r["title"]) for r in rows if chance.random() < 0.6],
    )
    insert_many(
        "INSERT INTO attachments (article, url, title, media_type) VALUES (?, ?, ?, 'application/pdf')",
        [(r["id"], f"{r['url']}.pdf", r["document_number"]) for r in rows if r["document_number"]],
    )
    insert_many(
        "INSERT INTO similar (article, other, similarity, kind) VALUES (?, ?, ?, 'reprint')",
        [(r["id"], r["duplicate_of"], 0.9) for r in rows if r["duplicate_of"]],
    )
    insert_many(
        "INSERT INTO revisions (article, revision, seen_at, title, body, content_hash, cause)"
        " VALUES (?, 1, ?, ?, ?, ?, 'page')",
        [
            (r["id"], r["first_seen_at"], r["title"], str(r["body"])[:200], f"{r['content_hash']}0")
            for r in rows
            if r["revision"] == 2
        ],
    )
