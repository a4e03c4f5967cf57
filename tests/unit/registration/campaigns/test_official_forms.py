"""The official forms that a new form begins with are those of the real plans."""

import pytest

from services.registration.seed.files import read
from shared.contracts.forms import Form, FormKind
from shared.sheets.official_forms import official_forms
from tests import ROOT

PLANS = {plan.id: plan for plan in read(ROOT / "deploy" / "seed").campaigns}


@pytest.mark.parametrize(
    ("kind", "plan"),
    [
        (FormKind.REGISTRATION, "124-kh-ubnd-2022"),
        (FormKind.REGISTRATION, "2958-kh-syt-2022"),
        (FormKind.INTERIM, "124-kh-ubnd-2022"),
        (FormKind.COMPLETION, "2958-kh-syt-2022"),
        (FormKind.COMPLETION, "70-kh-ttyt-2022"),
    ],
)
def test_an_official_form_asks_what_the_plan_asks(kind: FormKind, plan: str) -> None:
    real: Form = next(form for form in PLANS[plan].forms if form.kind is kind)
    official = official_forms()[kind]
    assert (official.columns, official.outline) == (real.columns, real.outline)


def test_the_official_completion_holds_the_columns_of_every_plan() -> None:
    official = {column.code for column in official_forms()[FormKind.COMPLETION].columns}
    for plan in PLANS.values():
        real = next(form for form in plan.forms if form.kind is FormKind.COMPLETION)
        assert {column.code for column in real.columns} <= official
