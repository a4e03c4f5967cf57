"""What the year's tables must say, derived by hand from the documents of 2022 and, where they end, from assumptions.

- Items, their fields and names: the centre's filled Mẫu 1 (last document of the file); four sub-contents count once.
- Order and numbers of fields: each plan's own Mẫu 1 and Mẫu 2. `steering` has no counterpart in 124/KH-UBND; that it
  was sent there as `e-government` is an assumption (see `deploy.demo.year.spring`).
- Deadlines: 124/KH-UBND II.4 (07/5, 10/6, 10/11), 2958/KH-SYT II.4 (12/5, 10/11), 70/KH-TTYT II.4 (10 giờ 13/5, 05/11).
- Names and results in June: 280/BC-TTYT III and IV. Item 1 has results, items 2 and 3 are still expected ("Dự kiến thực
  hiện từ ngày 01/7/2022"), which is no achievement: 1 of 3.
- November is an assumption: items 1 and 2 completed, item 3 not, now expected in "Quý I/2023": 2 of 3.
- Obliged: 28 units (4 phòng, 9 khoa, 15 trạm: 280/BC-TTYT I) toward the centre, the centre toward each authority. Who
  proposed which item is the seed's assumption: three of the 28, one of them late. 28 = 2 + 1 + 25.
"""

Row = tuple[str, ...]
Table = tuple[Row, ...]
"""The headings, then the rows."""

STEERING = "Công tác chỉ đạo, điều hành và truyền thông về cải cách hành chính"
INSTITUTIONS = "Công tác cải cách thể chế"
PROCEDURES = "Cải cách thủ tục hành chính"
ORGANISATION = "Cải cách tổ chức bộ máy hành chính nhà nước"
CIVIL_SERVICE = "Cải cách chế độ công vụ"
PUBLIC_FINANCE = "Cải cách tài chính công"
E_GOVERNMENT = "Xây dựng và phát triển chính quyền điện tử, chính quyền số"

ITEM_1 = "Giải pháp nâng cao chất lượng tuyên truyền thực hiện công tác cải cách hành chính tại TTYT quận Tân Bình"
ITEM_2 = "Quản lý nhân lực bằng Ứng dụng phần mềm AppSheet kết hợp Google Studio."
ITEM_2_RENAMED = "Ứng dụng phần mềm AppSheet kết hợp Google Studio trong quản lý nhân lực."
ITEM_3 = (
    "Áp dụng thu tiền và ứng dụng thanh toán điện tử khi người dân sử dụng các dịch vụ y tế công tại Trung tâm Y tế "
    "quận Tân Bình."
)
ITEM_3_RENAMED = "Ứng dụng thu tiền và thanh toán bằng điện tử."
# Item 3 was returned and sent again with a note, which goes with it upward (invented, as the return is).
NOTE = "Áp dụng tại các phòng khám của Trung tâm."

# 70/KH-TTYT (11/5, Mẫu 1 until 13/5) against 124/KH-UBND (before 07/5) and 2958/KH-SYT (before 12/5). The district's
# deadline had passed before the centre's plan was dated; the department's had not, but units answer only after it.
WARNED = {"124/KH-UBND": ["announced_after_parent_due", "due_after_parent"], "2958/KH-SYT": ["due_after_parent"]}
LATE = {"ubnd-tan-binh": True, "so-y-te": True}

# The centre's Mẫu 2 before anybody typed: new names of items 2 and 3 and item 1's result from 280/BC-TTYT; items 2 and
# 3, forecasts there, from the reports of the units (one unit each, so without its name before the texts).
PREFILLED = {
    "steering": ("", "done", "6 tháng đầu năm 2022", ""),
    "organisation": (ITEM_2_RENAMED, "done", "Tháng 10/2022", "Viên chức tra cứu được thông tin cá nhân: 184 người"),
    "public-finance": (ITEM_3_RENAMED, "not_done", "Quý I/2023", ""),
}

HEALTH_REGISTERED: Table = (
    ("Lĩnh vực", "Số lượng đăng ký", "Được duyệt"),
    (f"1. {STEERING}", "1", "1"),
    (f"2. {INSTITUTIONS}", "0", "0"),
    (f"3. {PROCEDURES}", "0", "0"),
    (f"4. {ORGANISATION}", "1", "1"),
    (f"5. {CIVIL_SERVICE}", "0", "0"),
    (f"6. {PUBLIC_FINANCE}", "1", "1"),
    ("Cộng", "3", "3"),
)
NAMED_COLUMNS: Row = ("Lĩnh vực", "Số lượng đăng ký", "Số lượng hoàn thành", "Nội dung chưa hoàn thành", "Ghi chú")

TABLES: dict[str, Table] = {
    "Mẫu 1, TTYT quận Tân Bình": HEALTH_REGISTERED,
    "Mẫu 1, Sở Y tế TP.HCM": HEALTH_REGISTERED,
    "Mẫu 1, UBND quận Tân Bình": (
        ("Lĩnh vực", "Số lượng đăng ký", "Được duyệt"),
        (f"1. {INSTITUTIONS}", "0", "0"),
        (f"2. {PROCEDURES}", "0", "0"),
        (f"3. {ORGANISATION}", "1", "1"),
        (f"4. {CIVIL_SERVICE}", "0", "0"),
        (f"5. {PUBLIC_FINANCE}", "1", "1"),
        (f"6. {E_GOVERNMENT}", "1", "1"),
        ("Cộng", "3", "3"),
    ),
    # 280/BC-TTYT IV; the only real result has no figures, which the outline asks for ("có dẫn chứng, số liệu cụ thể").
    "Báo cáo sơ kết, UBND quận Tân Bình": (
        ("Nội dung", "Đăng ký", "Hoàn thành", "Chỉ mới dự kiến", "Chưa có số liệu"),
        (ITEM_2_RENAMED, "1", "0", "1", "0"),
        (ITEM_3_RENAMED, "1", "0", "1", "0"),
        (ITEM_1, "1", "1", "0", "1"),
        ("Cộng", "3", "1", "2", "1"),
    ),
    "Mẫu 2, UBND quận Tân Bình": (  # four columns, figures only
        ("Lĩnh vực", "Số lượng đăng ký", "Số lượng hoàn thành", "Ghi chú"),
        (f"1. {INSTITUTIONS}", "0", "0", ""),
        (f"2. {PROCEDURES}", "0", "0", ""),
        (f"3. {ORGANISATION}", "1", "1", ""),
        (f"4. {CIVIL_SERVICE}", "0", "0", ""),
        (f"5. {PUBLIC_FINANCE}", "1", "0", NOTE),
        (f"6. {E_GOVERNMENT}", "1", "1", ""),
        ("Cộng", "3", "2", ""),
    ),
    "Mẫu 2, Sở Y tế TP.HCM": (  # with names, those of 280/BC-TTYT
        NAMED_COLUMNS,
        (f"1. {STEERING}", "1", f"1: {ITEM_1}", "-", ""),
        (f"2. {INSTITUTIONS}", "0", "0", "-", ""),
        (f"3. {PROCEDURES}", "0", "0", "-", ""),
        (f"4. {ORGANISATION}", "1", f"1: {ITEM_2_RENAMED}", "-", ""),
        (f"5. {CIVIL_SERVICE}", "0", "0", "-", ""),
        (f"6. {PUBLIC_FINANCE}", "1", "0", f"1: {ITEM_3_RENAMED} (Quý I/2023)", NOTE),
        ("Cộng", "3", "2", "1", ""),
    ),
    "Mẫu 2, TTYT quận Tân Bình": (  # the units' own reports: the centre renamed, they did not
        NAMED_COLUMNS,
        (f"1. {STEERING}", "1", f"1: {ITEM_1}", "-", ""),
        (f"2. {INSTITUTIONS}", "0", "0", "-", ""),
        (f"3. {PROCEDURES}", "0", "0", "-", ""),
        (f"4. {ORGANISATION}", "1", f"1: {ITEM_2}", "-", ""),
        (f"5. {CIVIL_SERVICE}", "0", "0", "-", ""),
        (f"6. {PUBLIC_FINANCE}", "1", "0", f"1: {ITEM_3} (Quý I/2023)", NOTE),
        ("Cộng", "3", "2", "1", ""),
    ),
    # Mẫu 1: units 12/5 and 13/5 09:30 in time (what was returned stays in time), 13/5 10:01 late; the centre 13/5,
    # after 07/5 and 12/5. Sơ kết 09/6 before 10/6. Mẫu 2: units 03/11 before 05/11, the centre 08/11 before 10/11.
    "Ai phải gửi, ai đã gửi": (
        ("Kế hoạch và biểu", "Phải gửi", "Đúng hạn", "Trễ hạn", "Chưa gửi"),
        ("124/KH-UBND: Mẫu 1", "1", "0", "1", "0"),
        ("124/KH-UBND: Báo cáo sơ kết", "1", "1", "0", "0"),
        ("124/KH-UBND: Mẫu 2", "1", "1", "0", "0"),
        ("2958/KH-SYT: Mẫu 1", "1", "0", "1", "0"),
        ("2958/KH-SYT: Mẫu 2", "1", "1", "0", "0"),
        ("70/KH-TTYT: Mẫu 1", "28", "2", "1", "25"),
        ("70/KH-TTYT: Mẫu 2", "28", "3", "0", "25"),
    ),
    # Every decision was an approval; the department was sent no interim report.
    "Từng nội dung ở cấp trên": (
        ("Nội dung", "Nơi nhận", "Mẫu 1", "Báo cáo sơ kết", "Mẫu 2"),
        (ITEM_1, "Sở Y tế TP.HCM", "duyệt", "-", "duyệt"),
        (ITEM_1, "UBND quận Tân Bình", "duyệt", "duyệt", "duyệt"),
        (ITEM_2, "Sở Y tế TP.HCM", "duyệt", "-", "duyệt"),
        (ITEM_2, "UBND quận Tân Bình", "duyệt", "duyệt", "duyệt"),
        (ITEM_3, "Sở Y tế TP.HCM", "duyệt", "-", "duyệt"),
        (ITEM_3, "UBND quận Tân Bình", "duyệt", "duyệt", "duyệt"),
    ),
    # The same as figures of the centre: three items carried to each, none of them open.
    "Số nội dung của Trung tâm ở cấp trên": (
        ("Nơi nhận", "Đã chuyển", "Được duyệt", "Trả lại", "Không gửi"),
        ("Sở Y tế TP.HCM", "3", "3", "0", "0"),
        ("UBND quận Tân Bình", "3", "3", "0", "0"),
    ),
}
