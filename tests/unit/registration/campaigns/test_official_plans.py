"""The official templates: quoted as the documents have them, naming nobody, and fit to be announced."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from services.registration.campaigns.model.definition import CampaignSurroundings, faults, lacking
from services.registration.campaigns.model.official_plans import official_plans
from services.registration.campaigns.model.template import NewPlan, PlanTemplate, from_template
from shared.contracts.campaigns import CampaignDefinition
from shared.forms.registry import kinds
from shared.language.catalogue import codes
from shared.language.deadlines import Deadline
from tests.unit.registration.campaigns.plans import SEED, seeded
from tests.unit.registration.campaigns.plans import SURVEY as SAMPLE

TEMPLATES = {template.code: template for template in official_plans()}
WANTED = NewPlan("9/KH", 2027, "tram-y-te")
SOURCES = {
    "movement-district-2022": "ubnd-tan-binh",
    "movement-department-2022": "so-y-te",
    "movement-centre-2022": "ttyt-tan-binh",
}
NAMES = ("Tân Bình", "TTYT", "Hồ Chí Minh", "UBND", "Ủy ban nhân dân", "Sở Y tế", "/KH", "lần thứ")


def every(template: PlanTemplate) -> str:
    """All that a new plan takes over from it."""
    return template.model_dump_json(include={"title", "fields", "forms", "rounds"})


def test_the_templates_that_there_are() -> None:
    assert set(TEMPLATES) == {*SOURCES, "movement-station-sample", "satisfaction-2022"}
    assert [code for code, template in TEMPLATES.items() if template.sample] == ["movement-station-sample"]


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_plan_begun_from_a_template_is_whole_and_without_fault(code: str) -> None:
    plan = from_template(TEMPLATES[code], WANTED, ("khoa-1", "phong-1"))
    assert CampaignDefinition.model_validate(plan.model_dump()) == plan
    coming = {form.kind for form in plan.forms} - kinds().keys()  # of a kind whose package is not there yet
    found = faults(plan, CampaignSurroundings(frozenset({"tram-y-te", "khoa-1", "phong-1"})))
    assert [fault for fault in found if fault.params.get("value") not in coming] == []
    assert list(lacking(plan)) == []


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_plan_begun_from_a_template_names_no_real_body_document_or_date(code: str) -> None:
    assert [name for name in NAMES if name in every(TEMPLATES[code])] == []
    plan = from_template(TEMPLATES[code], WANTED, ("khoa-1",))
    assert (plan.issuer, plan.recipients, plan.obliged) == ("tram-y-te", ("tram-y-te",), ("khoa-1",))
    assert not any((plan.basis, plan.criteria, plan.dates, plan.parents, plan.obliged_wording, plan.signed_at))
    assert "2022" not in plan.model_dump_json()


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_template_says_what_it_is_for_whom_and_from_which_document(code: str) -> None:
    template = TEMPLATES[code]
    assert "năm 2022" in template.about
    assert "/KH-" in template.about
    assert ("Mẫu minh họa, không lấy từ văn bản nào" in template.about) is template.sample
    kinds = codes(Path(__file__).parents[4] / "services" / "registration")
    assert template.kinds
    assert all(f"organisation_kind_{kind}" in kinds for kind in template.kinds)


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_deadline_of_the_new_year_is_read_back_as_it_is_meant(code: str) -> None:
    plan = from_template(TEMPLATES[code], WANTED, ())
    dues = [period.due for form in plan.forms for period in form.periods]
    assert [Deadline.parse(due.wording) for due in dues] == dues


@pytest.mark.parametrize(("code", "issuer"), SOURCES.items())
def test_the_movements_of_2022_are_as_their_plans_have_them(code: str, issuer: str) -> None:
    template, source = TEMPLATES[code], seeded()[issuer]
    assert (template.fields, template.rounds) == (source.fields, source.rounds)
    assert template.forms == tuple(form.model_copy(update={"caption": ""}) for form in source.forms)


def test_the_sample_of_two_tiers_is_due_before_both_plans_above_it() -> None:
    dues = {code: {f.code: f.periods[0].due for f in TEMPLATES[code].forms} for code in TEMPLATES}
    for above in ("movement-district-2022", "movement-department-2022"):
        for form, due in dues["movement-station-sample"].items():
            assert due.boundary < dues[above][form].boundary


SURVEY = (  # Kế hoạch 23/KH-TTYT, IV.4, IV.6 and IV.7
    "Phối hợp với các đơn vị liên quan thực hiện khảo sát sự hài lòng của người dân khi thực hiện và sử dụng dịch vụ"
    " khám chữa bệnh, phòng chống dịch bệnh tại Trung tâm và công khai kết quả khảo sát tại Trang thông tin điện tử của"
    " đơn vị. Thường xuyên theo dõi định kỳ theo tuần, tháng kết quả đánh giá sự hài lòng của người dân để kịp thời"
    " chấn chỉnh những vấn đề còn hạn chế. Phối hợp thực hiện khảo sát, đánh giá sự hài lòng của người dân về chất"
    " lượng phục vụ y tế tại Trung tâm và các đơn vị trực thuộc. tăng cường lấy ý kiến người dân với việc đánh giá"
    " tinh thần, thái độ phục vụ của viên chức."
).lower()


def test_the_survey_quotes_its_plan_and_marks_what_is_not_in_it() -> None:
    template = TEMPLATES["satisfaction-2022"]
    assert [(f.code, f.kind, f.repeat, len(f.periods)) for f in template.forms] == [
        ("weekly", "figures", "week", 52),
        ("monthly", "figures", "month", 12),
    ]
    for form in template.forms:
        assert form.title.lower() in SURVEY
        assert form.caption.lower() in SURVEY
        assert all(row.title.lower() in SURVEY for row in form.rows)
        made = [column.code for column in form.columns if column.help.startswith("Mẫu minh họa")]
        assert made == ["satisfied", "neutral", "unsatisfied", "answers", "share"]
        assert all(column.title.lower() in SURVEY for column in form.columns if column.code not in made)


def test_the_survey_of_the_sample_data_is_the_templates() -> None:
    """But for the captions, the days and the hints at the plan's sections."""
    plans = yaml.safe_load(SEED.read_text(encoding="utf-8"))["campaigns"]
    seeded_survey = CampaignDefinition.read(next(plan for plan in plans if plan["id"] == SAMPLE))
    for sample, form in zip(seeded_survey.forms, TEMPLATES["satisfaction-2022"].forms, strict=True):
        for parts in ("rows", "columns"):
            here, there = getattr(sample, parts), getattr(form, parts)
            assert [one.model_copy(update={"help": ""}) for one in here] == [
                one.model_copy(update={"help": ""}) for one in there
            ]
        assert (sample.code, sample.name, sample.title) == (form.code, form.name, form.title)


def test_a_template_that_does_not_fit_is_refused_when_it_is_read(tmp_path: Path) -> None:
    kept = yaml.safe_dump(
        {"templates": [{"code": "x", "name": "X", "about": "X", "kinds": [], "year": 2022, "forms": []}]}
    )
    (tmp_path / "x.yaml").write_text(kept, encoding="utf-8")
    with pytest.raises(ValidationError, match="title"):
        official_plans(tmp_path)
