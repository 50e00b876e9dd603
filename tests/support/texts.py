"""Made-up Vietnamese news in any number, the same for the same seed.

Places and people are put together from syllables and stand for nobody. Sentences are drawn from pools wide
enough that two articles share few runs of four syllables: `tests/test_support_texts.py` measures it.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
START = datetime(2025, 10, 2, 8, 0, tzinfo=VIETNAM)
PACE = timedelta(hours=7)


def split_pool(text: str) -> list[str]:
    """The phrases of a pool, whose lines are broken anywhere."""
    return [" ".join(phrase.split()) for phrase in text.split("|")]


FIRST = split_pool("Lâm|Khê|Đông|Vạn|Thanh|Hòa|Mỹ|Phú|Tường|Quảng|Bình|An|Nghĩa|Kỳ|Sơn|Hải|Tân|Long|Cẩm|Trung")
SECOND = split_pool("Khê|Lũng|Điền|Vực|Tràng|Hạ|Thượng|Ngàn|Giang|Lĩnh|Đài|Sở|Hưng|Trạch|Duệ|Bãi|Nghi|Vĩnh|Oanh|Phong")

WHO = """Ủy ban nhân dân xã {p}|Đảng ủy xã {p}|Hội Nông dân xã {p}|Đoàn thanh niên thôn {p}|Ban chỉ huy
quân sự xã {p}|Trạm y tế {p}|Trường tiểu học {p}|Hợp tác xã nông nghiệp {p}|Hội Cựu chiến binh khu
{p}|Ban công tác mặt trận tổ dân phố {p}|Công an xã {p}|Hội Liên hiệp phụ nữ {p}|Tổ hòa giải thôn
{p}|Câu lạc bộ dưỡng sinh {p}|Ban quản lý chợ {p}|Đội dân phòng {p}|Hội Khuyến học họ tộc {p}|Phòng văn
hóa cụm {p}|Ban kiểm tra xã {p}|Hội Người cao tuổi {p}"""
DID = """vừa khánh thành|đã rà soát|bắt đầu sửa chữa|tổ chức ra quân làm sạch|bàn giao cho người dân|xin
ý kiến nhân dân về|công bố kết quả của|kiểm kê lại|mở lớp hướng dẫn|ký cam kết giữ gìn|vận động đóng góp
cho|nghiệm thu giai đoạn một của|lập kế hoạch mở rộng|đưa vào sử dụng|phát động thi đua quanh|trao đổi
kinh nghiệm làm|tạm dừng để tu bổ|phân công tổ viên trông coi|gửi báo cáo tháng về|thống nhất mức thu
cho|giám sát tiến độ|tháo gỡ vướng mắc ở|đón đoàn tham quan| hoàn tất hồ sơ|niêm yết danh sách|họp bàn
lần cuối|tuyên dương các hộ làm tốt|hỗ trợ giống vốn cho|đo đạc xong|khơi thông toàn bộ"""
WHAT = """tuyến mương nội đồng dài {n} mét|cây cầu dân sinh qua suối {p}|nhà văn hóa {n} chỗ ngồi|vườn
ươm {n} cây keo lai|sân bóng chuyền của thôn {p}|đường hoa ven kênh {p}|trạm bơm số {d}|bể nước sạch
phục vụ {n} hộ|tủ sách pháp luật gồm {n} cuốn|mô hình nuôi hươu lấy nhung|{n} mét hàng rào xanh|chuồng
trại của {n} hộ chăn nuôi|lò sấy nông sản tập thể|hệ thống loa truyền thanh không dây|điểm thu gom rác
liên thôn|ao cá kiểu mẫu rộng {n} mét vuông|khu vui chơi cho trẻ nhỏ|lớp học xóa mù chữ buổi tối|quỹ
tương trợ trị giá {n} triệu đồng|cánh đồng lúa giống {n} sào|đập tràn đầu làng {p}|phòng khám lưu
động|bãi đậu xe trước đình {p}|tổ hợp tác trồng cam|xưởng đan lát của {n} chị em|giếng khoan sâu {d}
mét|bản đồ thửa đất mới|đàn ong lấy mật {n} thùng|sổ tay quy ước dòng họ|cổng chào làng {p}"""
HOW = """sau {d} tuần chuẩn bị|với sự góp công của {n} người|trong điều kiện trời mưa kéo dài|bằng nguồn
xã hội hóa| theo đúng dự toán đã công khai|dưới sự giám sát của các cụ cao niên|và được bà con đồng
tình|dù kinh phí còn hạn hẹp| nhờ con em xa quê gửi về {n} triệu đồng|trước mùa lũ năm nay|để kịp vụ
gieo cấy tới|nhằm giảm bớt quãng đường đi lại| tại khu vực giáp ranh {p}|ngay trong buổi sáng đầu
tiên|qua {d} cuộc họp thôn|mà không phát sinh khiếu nại|với tỷ lệ hài lòng cao|kết hợp trồng thêm {n}
gốc cây bóng mát|thay cho công trình cũ đã xuống cấp|trên tinh thần tự nguyện|cùng lúc với việc dọn
kênh|do ông {m} phụ trách kỹ thuật|theo đề xuất của bà {m}|và sẽ tổng kết vào cuối quý|tuy vật liệu tăng
giá|bảo đảm an toàn cho người qua lại"""
ENDS = """Bà {m} cho biết gia đình đã hiến {n} mét vuông đất vườn.|Ông {m} mong công việc được duy trì
đều đặn.|Dự kiến {d} thôn còn lại làm theo trong năm.|Mỗi hộ góp {d} ngày công, ai bận thì gửi người làm
thay.|Nước về tới chân ruộng sớm hơn mọi năm chừng {d} ngày.|Tổng chi hết {n} triệu đồng, còn dư được
nhập quỹ chung.|Anh {m} là người đứng ra nhận phần việc khó nhất.|Buổi tối, đội văn nghệ {p} biểu diễn
phục vụ bà con.|Trẻ em trong làng cũng xách nước tưới cây.|Chị {m} ghi chép từng khoản vào cuốn sổ để ở
nhà văn hóa.|Con đường từ chợ tới {p} nay đã sáng đèn.|Kỳ họp sau sẽ nghe giải trình về {n} mét còn dở
dang.|Đất ở bãi {p} nhiễm phèn nên phải chọn giống chịu mặn.|Xe tải nặng tạm đi vòng qua lối {p}.|Có {n}
người ký vào biên bản.|Thầy {m} dạy miễn phí {d} buổi mỗi tháng.|Vụ này bình quân mỗi sào thu {n}
cân.|Kho tạm đặt ở sân đình, có {d} người canh ban đêm."""
GIVEN = split_pool("Thạo|Lượm|Nhài|Sướng|Đoan|Vượng|Bưởi|Kha|Tằm|Nếp|Chuân|Dậu|Ngát|Rạng|Thìn|Sen|Khoát|Duyến|Ổn|Mạch")
FAMILY = split_pool("Đàm|Lữ|Khúc|Thái|Ninh|Quách|Tiêu|Cù|Ông|Mạc|Giáp|Viên")


POOLS = {
    name: split_pool(text) for name, text in {"who": WHO, "did": DID, "what": WHAT, "how": HOW, "ends": ENDS}.items()
}


@dataclass(slots=True)
class Text:
    """One article's words. `published` is aware and stands on a whole minute."""

    title: str
    lead: str
    paragraphs: list[str]
    published: datetime
    modified: datetime | None = None


def fill_phrase(draw: random.Random, phrase: str) -> str:
    """The phrase with each `{p}` a place, `{m}` a person, `{n}` a number and `{d}` a small one."""
    while "{" in phrase:
        phrase = phrase.replace("{p}", f"{draw.choice(FIRST)} {draw.choice(SECOND)}", 1)
        phrase = phrase.replace("{m}", f"{draw.choice(FAMILY)} {draw.choice(FIRST)} {draw.choice(GIVEN)}", 1)
        phrase = phrase.replace("{n}", str(draw.randint(11, 980)), 1)
        phrase = phrase.replace("{d}", str(draw.randint(2, 19)), 1)
    return phrase


def write_sentence(draw: random.Random) -> str:
    """A sentence of who did what and how; one in three is followed by a closing one."""
    parts = [fill_phrase(draw, draw.choice(POOLS[name])) for name in ("who", "did", "what", "how")]
    if draw.random() < 0.4:
        parts = [parts[3][0].upper() + parts[3][1:] + ",", *parts[:3]]
    sentence = " ".join(parts) + "."
    if draw.random() < 0.35:
        sentence += " " + fill_phrase(draw, draw.choice(POOLS["ends"]))
    return sentence


def write_text(number: int, seed: int = 1, start: datetime = START) -> Text:
    """The article with this number, `PACE` after the one before it and up to five hours; 0 came out at `start`."""
    draw = random.Random(f"{seed}/{number}")
    published = start + number * PACE + timedelta(minutes=draw.randint(0, 300))
    title = " ".join(fill_phrase(draw, draw.choice(POOLS[name])) for name in ("who", "did", "what"))
    lead = write_sentence(draw)
    paragraphs = [" ".join(write_sentence(draw) for _ in range(draw.randint(2, 4))) for _ in range(draw.randint(4, 7))]
    return Text(title, lead, paragraphs, published)


def make_slug(text: str, limit: int = 60) -> str:
    """Latin letters, digits and hyphens: `Đường hoa` is `duong-hoa`."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join(letters.split())[:limit].strip("-")
