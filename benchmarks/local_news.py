# ruff: noqa: E501, SIM905
"""Made-up local news: articles of any number, each of its own, put together from clauses of our own.

Places and people do not exist. Every article comes with its paragraphs as lists of sentences, so that those
who change it (reprints, templates, doubled pages) know what they change.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PLACE_KINDS = ("xã", "xã", "xã", "thị trấn", "phường")
PLACE_FIRST = tuple(
    "Thanh Yên Sơn Hòa Phúc Tân Bình Đại Khánh Lộc Vĩnh Quảng Trường Minh Hưng Cát Thạch Diên Kỳ Mỹ".split()
)
PLACE_LAST = tuple(
    "Điền Trạch Lạng Bối Khê Thuỷ Giã Tường Nhai Hạc Chử Viễn Kiều Lâu Đằng Ngư Sằn Bảng Mão Liễn".split()
)
SURNAMES = tuple("Lường Tạ Phó Khương Viên Nghiêm Thạch Âu Đàm Giáp Bế Mã Lục Tôn Ninh Chử Cù Ông".split())
MIDDLES = tuple("Khắc Thị Hải Bá Chí Diệu Quốc Ngọc Trọng Kim Thế Bích Công Tuyết".split())
GIVEN = tuple(
    "Đoan Hiển Khuê Tiệp Nghị Thuần Vỹ Lượng Sáo Tụng Uyên Phác Sánh Nhuận Hoè Cẩn Bách Thoa Lẫm Kỷ".split()
)

ROLES = (
    "Chủ tịch Ủy ban nhân dân xã",
    "Bí thư Đảng ủy",
    "Trưởng phòng Nông nghiệp",
    "Chủ tịch Hội Nông dân",
    "Bí thư Đoàn Thanh niên",
    "Trưởng trạm Y tế",
    "Hiệu trưởng nhà trường",
    "Phó Chủ tịch Hội đồng nhân dân",
    "Trưởng Công an xã",
    "Chỉ huy trưởng Ban Chỉ huy Quân sự",
    "Chủ tịch Hội Cựu chiến binh",
    "Trưởng thôn",
)
ACTORS = (
    "Ủy ban nhân dân xã",
    "Ban Chấp hành Đảng bộ xã",
    "Hội Liên hiệp Phụ nữ",
    "Đoàn Thanh niên",
    "trạm khuyến nông",
    "Hội Cựu chiến binh",
    "ban quản lý chợ",
    "hợp tác xã dịch vụ",
    "lực lượng dân quân",
    "tổ công nghệ số cộng đồng",
    "trường trung học cơ sở",
    "trạm y tế",
    "ban công tác mặt trận thôn",
    "Hội Chữ thập đỏ",
    "câu lạc bộ dưỡng sinh",
    "tổ tiết kiệm và vay vốn",
    "đội bảo vệ rừng",
    "thư viện xã",
    "ban chỉ đạo phòng chống thiên tai",
    "hội khuyến học",
)
DEEDS = (
    "nạo vét",
    "rà soát lại",
    "bàn giao",
    "tu sửa",
    "khởi công",
    "nghiệm thu",
    "giới thiệu",
    "trồng mới",
    "thu gom",
    "tập huấn cho bà con về",
    "kiểm tra",
    "vận động đóng góp cho",
    "lắp đặt",
    "phục dựng",
    "mở rộng",
    "sắp xếp lại",
    "ký cam kết giữ gìn",
    "quyên góp ủng hộ",
    "số hóa",
    "thống kê",
    "cải tạo",
    "đưa vào sử dụng",
    "công bố",
    "bảo dưỡng",
)
THINGS = (
    "tuyến mương nội đồng",
    "con đường hoa ven đê",
    "mô hình nuôi ong lấy mật",
    "tủ sách nhà văn hóa",
    "giống lúa ngắn ngày",
    "cầu tre bắc qua suối",
    "hệ thống loa không dây",
    "vườn ươm cây bản địa",
    "sân bóng của thôn",
    "lớp học xóa mù số",
    "trạm bơm cuối nguồn",
    "bãi tập kết rác",
    "hồ chứa trên đồi",
    "điểm bưu điện văn hóa",
    "vùng chè an toàn",
    "khu chợ phiên",
    "hồ sơ đất đai",
    "đàn dê lai",
    "nhà tình nghĩa",
    "bếp ăn bán trú",
    "đình làng cũ",
    "bờ kè chống sạt lở",
    "dàn trống hội",
    "cột đèn năng lượng mặt trời",
    "giếng khoan tập trung",
    "phương án chữa cháy rừng",
    "quỹ học bổng",
    "vạt rừng ngập mặn",
    "nghề đan cói",
    "lễ hội xuống đồng",
)
MANNERS = (
    "với sự góp sức của người cao tuổi",
    "theo cách làm cuốn chiếu từng xóm",
    "bằng vốn đối ứng của hộ dân",
    "trước mùa mưa bão",
    "ngay sau vụ gặt",
    "mà không phải vay mượn",
    "trong tiếng trống rộn ràng",
    "dù đường vào còn lầy lội",
    "nhờ con em xa quê gửi tiền về",
    "sau nhiều lần họp bàn",
    "có cán bộ kỹ thuật đi cùng",
    "khi nước sông vừa rút",
    "theo đúng thiết kế đã thông qua",
    "giữa những ngày nắng gắt",
    "để kịp ngày khai trường",
    "với tinh thần tự nguyện",
    "từ nguồn xã hội hóa",
    "cùng lúc ở nhiều cụm dân cư",
    "trên nền đất trường cũ",
    "dưới sự giám sát của cộng đồng",
)
REASONS = (
    "nhằm bớt cảnh trâu bò thả rông",
    "để trẻ nhỏ có chỗ vui chơi",
    "giúp hộ khó khăn có thêm thu nhập",
    "vì mạch nước ngầm đang cạn",
    "để khách phương xa dễ tìm đến",
    "bởi con đường cũ đã hư hỏng nặng",
    "nhằm giữ lại nghề của ông cha",
    "để giảm chi phí phân bón",
    "cho kịp khung thời vụ",
    "tránh cháy lan vào mùa khô",
    "giúp người già đi lại thuận tiện",
    "để nông sản có đầu ra ổn định",
    "nhằm hạn chế tảo hôn",
    "vì lượng khách tăng nhanh",
    "để giấy tờ không bị thất lạc",
    "phòng khi lũ quét bất ngờ",
    "để mỗi nhà đều có nước sạch",
    "nhằm nối lại nếp sinh hoạt chung",
)
VIEWS = (
    "cho biết bà con rất phấn khởi",
    "đề nghị các xóm làm tới đâu gọn tới đó",
    "lưu ý việc ghi chép sổ sách phải rõ ràng",
    "mong cấp trên sớm cấp thêm xi măng",
    "nhắc lại bài học của vụ trước",
    "biểu dương những hộ đi đầu",
    "cho rằng cái khó nhất là giữ được lâu dài",
    "hứa sẽ báo lại kết quả vào cuối quý",
    "kể rằng ban đầu nhiều người còn ngại",
    "yêu cầu không để việc dồn đến cuối năm",
    "cảm ơn các mạnh thường quân đã đồng hành",
    "đặt mục tiêu nhân rộng ra toàn vùng",
)
UNITS = (
    "triệu đồng",
    "tỷ đồng",
    "hộ",
    "ngày công",
    "héc-ta",
    "mét",
    "cây giống",
    "suất quà",
    "tấn",
    "đoàn viên",
    "em học sinh",
    "lượt người",
)
LINKS = (
    "Theo đó,",
    "Cùng với đó,",
    "Trước đó,",
    "Bên cạnh ấy,",
    "Đáng chú ý,",
    "Đến nay,",
    "Mặt khác,",
    "Tại đây,",
    "Dịp này,",
    "Tiếp đó,",
)
SCENES = (
    "Không khí ở {place} hôm ấy đông vui như ngày hội.",
    "Con dốc dẫn vào {place} vốn chỉ vừa một xe máy.",
    "Người dân {place} từ lâu vẫn mong có việc này.",
    "Từ trung tâm {place} nhìn ra, cánh đồng đã đổi khác nhiều.",
)


@dataclass(slots=True)
class News:
    """An article in parts. A paragraph is a list of sentences."""

    title: str
    lead: str
    paragraphs: list[list[str]]
    byline: str | None = None
    published: str | None = None  # YYYY-MM-DD
    place: str = ""

    @property
    def blocks(self) -> list[str]:
        blocks = [" ".join(sentences) for sentences in self.paragraphs]
        return [*blocks, self.byline] if self.byline else blocks

    @property
    def body(self) -> str:
        return "\n\n".join(self.blocks)


def name_place(rng: Random) -> str:
    return f"{rng.choice(PLACE_KINDS)} {rng.choice(PLACE_FIRST)} {rng.choice(PLACE_LAST)}"


def name_person(rng: Random) -> str:
    return f"{rng.choice(SURNAMES)} {rng.choice(MIDDLES)} {rng.choice(GIVEN)}"


def write_amount(rng: Random) -> str:
    unit = rng.choice(UNITS)
    if unit == "tỷ đồng":
        return f"{rng.randint(1, 90)},{rng.randint(1, 9)} {unit}"
    if rng.random() < 0.3:
        return f"{rng.randint(1, 9)}.{rng.randint(100, 999)} {unit}"
    return f"{rng.randint(11, 980)} {unit}"


def write_date(rng: Random, year: int | None = None) -> str:
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    return f"{day}/{month}/{year or rng.randint(2012, 2025)}"


def write_clause(rng: Random) -> str:
    return f"{rng.choice(ACTORS)} {rng.choice(DEEDS)} {rng.choice(THINGS)} {rng.choice(MANNERS)}"


def write_sentence(rng: Random, place: str) -> str:
    """One sentence; about half hold a figure, a date or a name."""
    shape = rng.randrange(7)
    clause = write_clause(rng)
    if shape == 0:
        return f"{rng.choice(LINKS)} {clause}, {rng.choice(REASONS)}."
    if shape == 1:
        return f"Ngày {write_date(rng)}, {clause}, tổng kinh phí {write_amount(rng)}, {rng.choice(REASONS)}."
    if shape == 2:
        return f"{rng.choice(ROLES)} {name_person(rng)} {rng.choice(VIEWS)}, {rng.choice(REASONS)}."
    if shape == 3:
        return f"{rng.choice(LINKS)} tại {name_place(rng)} đã có {write_amount(rng)} được huy động {rng.choice(REASONS)}."
    if shape == 4:
        return f"{clause[:1].upper()}{clause[1:]}, trong đó riêng {rng.choice(THINGS)} cần tới {write_amount(rng)}."
    if shape == 5:
        return rng.choice(SCENES).format(place=place) + f" {rng.choice(LINKS)} {clause}."
    return f"Việc {rng.choice(DEEDS)} {rng.choice(THINGS)} {rng.choice(MANNERS)} còn {rng.choice(REASONS)}."


def write_news(rng: Random, paragraphs: int | None = None) -> News:
    """An article of 4 to 10 paragraphs, 2 to 4 sentences each."""
    place = name_place(rng)
    count = paragraphs or rng.randint(4, 10)
    published = f"{rng.randint(2014, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    deed, thing = rng.choice(DEEDS), rng.choice(THINGS)
    title = f"{place[:1].upper()}{place[1:]} {deed} {thing} {rng.choice(MANNERS)}"
    lead = f"Ngày {write_date(rng, int(published[:4]))}, {place} {deed} {thing}, {rng.choice(REASONS)}."
    body = [[write_sentence(rng, place) for _ in range(rng.randint(2, 4))] for _ in range(count)]
    byline = rng.choice(
        (None, f"Tin, ảnh: {name_person(rng)}", f"Tác giả: {name_person(rng)}", name_person(rng))
    )
    return News(title, lead, body, byline, published, place)


def garble_spaces(rng: Random, text: str) -> str:
    """With one space in some forty lost, doubled or put inside a word, as pages pasted from Word have them."""
    out: list[str] = []
    for word in text.split(" "):
        chance = rng.random()
        if chance < 0.012 and out:
            out[-1] += word
        elif chance < 0.024 and len(word) > 3:
            out.append(word[0] + " " + word[1:])
        elif chance < 0.04:
            out.append(" " + word)
        else:
            out.append(word)
    return " ".join(out)
