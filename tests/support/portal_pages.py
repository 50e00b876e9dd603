"""An article as the template of a portal shows it, and how it is read."""

from harvester.platforms import read_article

TITLE = "Thôn Bến Mây dựng lại cầu tre qua suối"
TEXT = "".join(
    f"<p>Đoạn {n} kể chuyện bà con thôn Bến Mây góp tre, góp công dựng lại cây cầu đã trôi trong mùa lũ năm ngoái.</p>"
    for n in range(4)
)


def read(above="", below="", head="", before="", text=TEXT, platform="generic"):
    page = (
        f"<html lang=vi><head><title>{TITLE}</title>{head}</head><body><article>{before}<h1>{TITLE}</h1>"
        f"{above}<div>{text}</div>{below}</article>"
    )
    return read_article(page.encode(), "http://xa.example/tin/cau-tre", platform=platform)


def published(article):
    return [date.text for date in article.dates if date.role == "published"]


MENU = "<nav><ul><li><a href=/>Trang chủ</a></li><li><a href=/ck>Công khai ngân sách</a></li></ul></nav>"
