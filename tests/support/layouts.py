"""A page of a made-up portal that a test lays out, and how it is read."""

from harvester.items import Article
from harvester.platforms import read_article

URL = "http://xa.example/xem.php?id=7"
SITE = "Trang tin xã Đồi Sim"
TITLE = "Dời lịch xuống giống ở xã Đồi Sim vì mưa đến muộn"
FIRST = "Vùng trũng ven kênh gieo từ cuối tháng Tư, vùng gò lùi lại khoảng mười ngày để chờ mưa đầu mùa."
SECOND = "Nông dân nên cày ải, phơi đất ít nhất hai tuần và bón lót vôi bột để hạn chế ngộ độc hữu cơ."
THIRD = "Bà con theo dõi rầy vào đèn ở hai bẫy đặt tại đầu ấp, báo ngay khi mật độ tăng."
LINES = [FIRST, SECOND, THIRD]
OTHERS = ("Hội làng Mây Trắng mở lại", "Khám mắt cho người già", "Chợ trâu Bến Tràm họp phiên", "Họp thôn Gò Sim")


def read(body: str, head: str = SITE) -> Article:
    page = f"<html><head><meta charset=utf-8><title>{head}</title></head><body>{body}</body></html>"
    return read_article(page.encode(), URL)


def list_lines(article: Article) -> list[str]:
    return [line for line in article.text.split("\n") if line]


CARD = "<article class=the><a href=/t/{0}><img src={0}.jpg></a><h3><a href=/t/{0}>{1}</a></h3><p>{2}</p>{3}</article>"
SUMMARY = (
    "Sáng nay, tại nhà văn hóa, hội người cao tuổi phối hợp với đoàn thanh niên tổ chức khám bệnh cho bà con trong xã."
)


OWN_DATE = "<div>Thứ năm, 10/09/2026 - 16:42</div>"


def list_cards(date: str = "") -> str:
    return "".join(CARD.format(n, f"Bản tin số {n} của xã Mây Trắng", SUMMARY, date) for n in range(10))


PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
LONG = [f"Cánh đồng thứ {n} của xã. {LINES[n % 3]} {LINES[(n + 1) % 3]} {SUMMARY}" for n in range(7)]
