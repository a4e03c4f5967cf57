"""Whose pages are measured: each is asked for by somebody who works with it."""

from deploy.demo.stage import CENTRE
from services.reporting.figures.model.buckets import Bucket
from services.review.cases.pages.tabs import QueueTab
from shared.contracts.notifications import NotificationKind
from tests.bench.filling import CAMPAIGN, unit
from tests.bench.office import CLERK, PLANS_KEPT, office, plan_id

LEADER, REVIEWER, ADMINISTRATOR = "giam-doc", "tchc", "quan-tri"
FORM = f"/dang-ky/{CAMPAIGN}.registration.{CLERK}"
REPORT, FILES = f"/bao-cao/{CAMPAIGN}", f"/api/reporting/campaigns/{CAMPAIGN}"
DESK, CASE = f"/tham-dinh/{CENTRE}", f"{CENTRE}.{CAMPAIGN}.registration"
INBOX = "/thong-bao"
DRAFT = plan_id(PLANS_KEPT // 2)
SECTIONS = ("thong-tin", "linh-vuc", "bieu-mau", "don-vi", "cap-tren")

CLERKS = (
    "/",
    "/phong-trao",
    f"/phong-trao/{CAMPAIGN}",
    FORM,
    f"{FORM}/soan",
    f"{FORM}/soan/linh-vuc/procedures",
    f"{FORM}/soan/linh-vuc/procedures/them",
    f"{FORM}/soan/noi-dung/c7",
    f"{FORM}/soan/noi-dung/c7/xoa",
    f"{FORM}/kiem-tra",
    f"{FORM}/bien-nhan",
    f"{FORM}/ban/8",
    INBOX,
    "/api/registration/submissions",
)
REVIEWERS = (
    "/",
    "/tham-dinh",
    *(f"{DESK}?view={view.value}" for view in QueueTab),
    f"{DESK}?page=100",
    f"{DESK}?view=all&page=500",
    f"{DESK}?view=approved&sort=due&page=100",
    f"{DESK}?view=all&sort=due&page=500",
    f"{DESK}?view=all&sort=oldest&page=500",
    f"{DESK}?q=phuong+77",
    f"{DESK}?view=all&q=cong+nghe&page=400",
    f"{DESK}?view=all&q=khong+co+o+dau",
    f"{DESK}?view=all&submitter={unit(7)}",
    f"{DESK}?view=all&campaign={CAMPAIGN}&page=500",
    f"{DESK}?campaign={CAMPAIGN}&mine=true",
    f"{DESK}/tiep?sau={CASE}.{unit(9)}",
    f"{DESK}/duyet-nhieu?" + "&".join(f"chon={CASE}.{unit(number)}" for number in range(100)),
    f"{DESK}/mau-ly-do",
    f"{DESK}/thay-the",
    f"{DESK}/{CASE}.{unit(7)}",
    f"{DESK}/{CASE}.{CLERK}",
    f"{DESK}/{CASE}.{CLERK}?so-voi=2",
    f"/api/review/{CENTRE}/cases?page=90&size=100",
    f"/phong-trao/{CAMPAIGN}?page=200",
    f"/dang-ky/{CAMPAIGN}.registration.{unit(7)}",
    "/api/registration/submissions?page=90&size=100",
    INBOX,
    f"{INBOX}?trang=200",
    f"{INBOX}?trang=499",
    f"{INBOX}?chua-doc=1&trang=400",
    f"{INBOX}?phong-trao={CAMPAIGN}&trang=400",
    *(f"{INBOX}?loai={kind.value}" for kind in NotificationKind if kind.value.startswith("case")),
    "/api/notify/unread",
    "/api/notify/notifications?page=90&size=100",
)
LEADERS = (
    "/bao-cao",
    REPORT,
    f"{REPORT}?page=300",
    f"{REPORT}?q=phuong+77",
    *(f"{REPORT}/don-vi?bucket={bucket.value}" for bucket in Bucket),
    f"{REPORT}/don-vi?bucket=expected&page=400",
    f"{REPORT}/sang-kien",
    f"{REPORT}/sang-kien?page=800",
    f"{REPORT}/sang-kien?field=procedures&status=approved",
    f"{REPORT}/tra-loi?reply=nil&page=500",
    f"{REPORT}/tra-loi?reply=unanswered",
    f"{REPORT}/ton-dong?waiting=unseen",
    f"{REPORT}/ton-dong?waiting=viewed&page=70",
    f"{DESK}?view=all",
    f"{FILES}/summary",
)
WHOLE_LISTS = (
    f"{FILES}/summary.csv",
    f"{FILES}/organisations.csv?bucket=expected",
    f"{FILES}/progress.csv",
    f"{FILES}/items.csv?field=procedures&status=approved",
    f"{FILES}/items.csv",
    f"{FILES}/replies.csv?reply=nil",
    f"{FILES}/stuck.csv?waiting=unseen",
)
ADMINISTRATORS = (
    "/quan-tri",
    "/don-vi",
    "/don-vi?ngay=2021-01-01",
    f"/don-vi/{CENTRE}",
    "/don-vi/moi",
    f"/don-vi/{office(7)}/sua",
    "/tai-khoan",
    "/tai-khoan?size=100&page=3",
    "/tai-khoan?q=phuong+77",
    f"/tai-khoan?don-vi={office(7)}",
    f"/tai-khoan/{office(7)}",
    f"/tai-khoan/{office(7)}/sua",
    "/tai-khoan/moi",
    "/phong-trao",
    "/phong-trao?q=ke+hoach",
    "/phong-trao/moi",
    f"/phong-trao/{DRAFT}",
    *(f"/phong-trao/{DRAFT}/sua/{section}" for section in SECTIONS),
    f"/phong-trao/{DRAFT}/xem-truoc",
    f"/phong-trao/{DRAFT}/phat-dong",
    f"/phong-trao/{plan_id(1)}/ket-thuc",
    f"/phong-trao/{plan_id(1)}/gia-han?don-vi={office(7)}&bieu-mau=registration",
)

ADMINISTRATION = {ADMINISTRATOR: ADMINISTRATORS}
"""Measured with 300 organisations."""
EVERYBODY = {
    CLERK: CLERKS,
    REVIEWER: REVIEWERS,
    LEADER: LEADERS,
    ADMINISTRATOR: ("/quan-tri", "/phong-trao", f"/phong-trao/{CAMPAIGN}", "/bao-cao"),
}
"""Measured with the whole campaign."""
DOWNLOADS = {LEADER: WHOLE_LISTS}
"""Files of the whole list: not pages, so no limit holds for them."""
