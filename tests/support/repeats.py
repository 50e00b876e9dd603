"""A story whose page prints it twice, and what is left of a page without its repeats."""

from harvester.duplicates.repeated_text import remove_repeats
from harvester.items import Article

FIRST = "Sáng ngày 4/3/2021, xã Lộc Giã tổ chức buổi ra quân làm đường hoa dọc con đê phía đông của xã."
SECOND = "Hơn 120 đoàn viên cùng bà con thôn Hạ đã trồng được ba cây số hoa mười giờ và cúc chi trong một buổi."
THIRD = "Phát biểu chỉ đạo hội nghị, Bí thư Đảng ủy xã đề nghị các thôn giữ gìn con đường thật bền lâu nhé."
FOURTH = "Dự kiến trong tháng tới, đoạn đường còn lại sẽ được làm nốt bằng nguồn góp của con em xa quê hương."
FIFTH = "Sau buổi ra quân, các thôn bàn nhau lập một tổ tự quản để mỗi tuần nhổ cỏ và tưới nước cho luống hoa."
STORY = [FIRST, SECOND, THIRD, FOURTH, FIFTH]
TITLE = "Lộc Giã ra quân làm đường hoa"


def clean(*paragraphs: str, title: str = TITLE, lead: str | None = None) -> Article:
    return remove_repeats(Article(url="https://a.example/1", title=title, lead=lead, body="\n\n".join(paragraphs)))


CLOSING = "Nhiều bà con mong xã sớm mở thêm một con đường hoa nữa ở phía đê bên kia sông cho trọn vẹn đôi bờ."
REPORT = [
    "Sáng ngày 4/3/2021, xã Lộc Giã, huyện Sông Thưa tổ chức buổi ra quân làm đường hoa dọc con đê phía đông.",
    SECOND, THIRD, FOURTH, FIFTH, CLOSING,
]  # fmt: skip


NEEDED = ["- Căn cước của người đứng tên", "- Đơn có trưởng thôn ký nhận", "- Ảnh chụp luống hoa đã trồng"]
SHORT_STORY = [
    "Sáng mồng sáu, bến Cói mở hội đua thuyền đầu xuân.",
    "Có chín đội chèo đến từ các xóm ven sông.",
    "Đội xóm Thượng về nhất sau ba vòng đua rất căng.",
    "Cụ Bế Văn Sậy trao giải là một con lợn quay.",
    "Hội tan khi mặt trời đã khuất sau rặng tre.",
]


SIGNATURE = ["Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "CHỦ TỊCH", "Bế Chí Sáo"]
