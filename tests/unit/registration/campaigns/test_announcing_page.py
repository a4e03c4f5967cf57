"""What the page that asks whether to announce says of a plan: what it inherited, and what it lacks."""

from pathlib import Path

import jinja2

from services.registration.campaigns.model import inheritance
from services.registration.campaigns.model.definition import lacking
from services.registration.campaigns.model.deviations import deviations
from services.registration.campaigns.model.inheritance import InheritedPart
from services.registration.campaigns.model.template import NewPlan, blank
from shared.contracts.campaigns import Campaign
from shared.language.period_names import period_name
from tests.unit.registration.campaigns.plans import seeded

PLAN = Campaign(**dict(seeded()["ttyt-tan-binh"]))
TEMPLATES = Path(inheritance.__file__).parents[1] / "templates"
SHARED = Path(__file__).parents[4] / "shared" / "web" / "templates"


def announcing(campaign: Campaign, parts: list[InheritedPart]) -> str:
    """The page that asks whether to announce, without the frame around it."""
    frame = jinja2.DictLoader({"base.html": "{% block content %}{% endblock %}", "_admin.html": ""})
    loader = jinja2.ChoiceLoader([frame, jinja2.FileSystemLoader([TEMPLATES, SHARED])])
    environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=True)
    environment.filters |= {"instant": str, "date": str}
    return environment.get_template("announce.html").render(
        campaign=campaign,
        inherited=parts,
        missing=list(lacking(campaign)),
        apart={form.code: len(deviations(form).codes) for form in campaign.forms},
        period_name=period_name,
        warnings=(),
        errors=(),
        names={},
        version=1,
        key="key",
        language="vi",
        say=lambda code: f"[{code}]",
        _=lambda text, **values: text.format(**values),
    )


def test_the_announcing_page_lists_every_part_in_words_with_its_page_of_the_editor() -> None:
    names = [*inheritance.BASICS, *(f"forms.weekly.{name}" for name in inheritance.FORM), *inheritance.OTHERS]
    parts = [InheritedPart(name, "Mẫu tuần" if "." in name else "", (2022, 2023)) for name in names]
    page = announcing(PLAN, parts)
    assert f"Kế thừa, chưa sửa ({len(names)})" in page
    assert page.count(f'href="/phong-trao/{PLAN.id}/sua/') == len(names)
    assert page.count("Mẫu tuần") == len(inheritance.FORM)
    assert page.count("còn nhắc năm 2022, 2023") == len(names)
    assert '<button class="btn btn-primary">Phát động</button>' in page


def test_a_plan_of_which_everything_was_edited_is_announced_without_a_word() -> None:
    assert "Kế thừa" not in announcing(PLAN, [])


def test_the_announcing_page_says_what_a_blank_plan_lacks_instead_of_asking() -> None:
    plan = blank(NewPlan("9/KH", 2027, PLAN.issuer, "Kế hoạch"))
    page = announcing(Campaign(**dict(plan)), [])
    assert "kế hoạch còn thiếu (2)" in page
    assert "[campaign_no_forms]" in page
    assert '/sua/bieu-mau">' in page
    assert '/sua/don-vi">' in page
    assert "<button" not in page
