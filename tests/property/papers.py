"""A delivered version as it was when it was sent, and what must be so of it for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column
from shared.contracts.forms import Form, FormPeriod
from shared.contracts.submissions import Version
from shared.forms.registry import kind_of
from shared.forms.values import Background
from shared.language.vietnamese import fold
from shared.sheets.model import Letterhead, Sheet
from tests.property.columns import SECRET

HEAD = Letterhead(("Sở Y tế",), "Trung tâm Y tế")


@dataclass(frozen=True)
class Paper:
    """What was sent, byte for byte, the columns that it was written in, and how it looked."""

    content: str
    columns: tuple[Column, ...]
    sheets: tuple[Sheet, ...]

    @classmethod
    def of(cls, version: Version, asked: FormPeriod, plan: Campaign) -> Self:
        """As it is, by what the plan says now."""
        form = shaped(version, asked, plan)
        sheets = kind_of(form).sheets(form, plan, HEAD, version.content, form.period(asked.period))
        return cls(version.content.model_dump_json(), form.columns, tuple(sheets))


def shaped(version: Version, asked: FormPeriod, plan: Campaign) -> Form:
    """The form in the shape in which a version was written."""
    form = plan.form(asked.form)
    assert form is not None, "a form that was answered is gone"
    return form.shaped(version.shape)


def are_readable(versions: Sequence[Version], asked: FormPeriod, plan: Campaign) -> None:
    """Whatever became of the columns: a reviewer is shown each version, and what differs between any two."""
    for one in versions:
        kind, form = kind_of(one.content), shaped(one, asked, plan)
        assert kind.review(one.content, None, Background(plan, form))
        assert not kind.differences(one.content, one.content, (form, form))
        assert fold(SECRET) not in fold(" ".join(kind.texts(one.content)))
    for earlier, later in combinations(versions, 2):
        forms = shaped(earlier, asked, plan), shaped(later, asked, plan)
        kind = kind_of(later.content)
        assert kind.review(later.content, earlier.content, Background(plan, forms[1]))
        found = kind.differences(earlier.content, later.content, forms)
        assert bool(found) or forms != (forms[1],) * 2 or earlier.content == later.content
