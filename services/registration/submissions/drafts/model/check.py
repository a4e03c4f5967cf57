"""What a draft of a form may not say, by the kind of the form."""

from collections.abc import Iterator, Sequence

from services.registration.reports.model import report as reports
from services.registration.submissions.model.draft import Draft
from shared.contracts.campaigns import Campaign, FormKind
from shared.contracts.items import Item
from shared.errors import DomainError, refuse


def check_draft(kind: FormKind, draft: Draft, before: Draft, campaign: Campaign, basis: Sequence[Item]) -> None:
    """Refuses what a draft of this form may not say. `before`: the draft as it was; see `reports.check`.

    Raises the fault, or RefusalsError ``draft_invalid`` for several.
    """
    form = campaign.form(kind)
    if kind is not FormKind.REGISTRATION and form is not None:
        refuse("draft_invalid", reports.check(draft, before, form, basis))
        return
    check(draft, campaign)
    if draft.results or draft.passages:
        raise DomainError("results_not_in_registration", field="results" if draft.results else "passages")


def check(draft: Draft, campaign: Campaign) -> None:
    """Raises DomainError ``field_unknown`` or ``item_id_twice``, naming the row (``draft_invalid`` for several)."""
    refuse("draft_invalid", [*unknown_fields(draft, campaign), *_ids_twice(draft)])


def unknown_fields(draft: Draft, campaign: Campaign) -> Iterator[DomainError]:
    """A submission is held to its campaign's fields."""
    for position, item in enumerate(draft.items):
        if item.field not in campaign.field_codes:
            yield DomainError("field_unknown", field=f"items.{position}.field", value=item.field)
    for position, code in enumerate(draft.nil_fields):
        if code not in campaign.field_codes:
            yield DomainError("field_unknown", field=f"nil_fields.{position}", value=code)


def _ids_twice(draft: Draft) -> Iterator[DomainError]:
    seen: set[str] = set()
    for position, item in enumerate(draft.items):
        if item.id in seen:
            yield DomainError("item_id_twice", field=f"items.{position}.id", value=item.id)
        seen.add(item.id)
