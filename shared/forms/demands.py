"""What a form demands of who fills it in, whatever its kind: how many items, and which files."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from shared.contracts.content import Content
from shared.contracts.files import Attachment, DemandedFile
from shared.contracts.forms import FileDemand, Form
from shared.errors import DomainError, Kind
from shared.forms.draft import DEMANDED, Draft
from shared.forms.pairs import Change, Pair, paired
from shared.rules.quotas import Filler, Missed, missed

QUOTAS = "quotas"
"""The place of a fault that is mended by more or fewer items."""


class Demand(NamedTuple):
    """A file that a form demands, with those that are there."""

    demand: FileDemand
    files: tuple[Attachment, ...]


def demands(form: Form, files: Sequence[DemandedFile]) -> list[Demand]:
    """Every file that the form demands, in its order."""
    return [
        Demand(demand, tuple(one.attachment for one in files if one.demand == demand.code)) for demand in form.files
    ]


def file_faults(form: Form, draft: Draft) -> Iterator[DomainError]:
    """``demanded_file_missing`` at ``demanded.<code>`` for each that is required and not there."""
    for demand, files in demands(form, draft.demanded):
        if demand.required and not files:
            yield DomainError("demanded_file_missing", field=f"{DEMANDED}.{demand.code}", title=demand.title)


def delivered_files(form: Form, draft: Draft) -> tuple[DemandedFile, ...]:
    """What is delivered of them: those that the form demands now, in its order."""
    found = demands(form, draft.demanded)
    return tuple(DemandedFile(demand=one.demand.code, attachment=file) for one in found for file in one.files)


def quota_missed(form: Form, filler: Filler | None, count: int | None, *, demanded: bool) -> list[Missed]:
    """The demanded quotas that are missed, or the encouraged ones; of nobody, and of what has no items, none."""
    if filler is None or count is None:
        return []
    return [one for one in missed(form.quotas, filler, count) if one.quota.demanded == demanded]


def quota_faults(form: Form, filler: Filler | None, count: int | None) -> Iterator[DomainError]:
    """``quota_demanded_few`` and ``quota_demanded_many``, with the plan's wording and how many there are."""
    for one in quota_missed(form, filler, count, demanded=True):
        yield DomainError(one.code, Kind.INVALID, field=QUOTAS, **one.params)


def titles(form: Form | None) -> Mapping[str, str]:
    """What the demanded files are called, by code."""
    return {demand.code: demand.title for demand in form.files} if form else {}


def changed_files(before: Content | None, now: Content) -> list[Pair[DemandedFile]]:
    """The demanded files of a version beside those of an earlier one, those that are gone last; None: there is none."""
    return [*paired(_by_content(before) if before else None, _by_content(now)).values()]


def differing_files(before: Content, now: Content) -> list[Pair[DemandedFile]]:
    """Those that were added, taken out or are called otherwise."""
    return [pair for pair in changed_files(before, now) if pair.change is not Change.SAME]


def _by_content(content: Content) -> dict[tuple[str, str], DemandedFile]:
    return {(one.demand, one.attachment.sha256): one for one in content.demanded}
