"""When a draft is complete enough to be sent: every field answered, every row whole. All faults are told at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.contracts.campaigns import Campaign, Field
from shared.contracts.columns import Column
from shared.contracts.items import Item
from shared.errors import DomainError
from shared.forms.columns.answers import faults, readable
from shared.forms.initiatives.model import DraftItem, ItemText, Registration, RegistrationDraft
from shared.language.periods import CompletionPeriod, PeriodError

Columns = Sequence[Column]


@dataclass(frozen=True)
class FieldAnswer:
    """What a draft says in one field. `incomplete` are the ids of the rows that still lack something.

    `reason`: why it is nil; `unexplained`: the form demands one and there is none.
    """

    field: Field
    items: tuple[DraftItem, ...]
    nil: bool
    incomplete: frozenset[str]
    reason: str = ""
    unexplained: bool = False

    @property
    def open(self) -> bool:
        """Neither a row nor a nil."""
        return not self.items and not self.nil


def answers(
    draft: RegistrationDraft, campaign: Campaign, columns: Columns = (), *, explain: bool = False
) -> list[FieldAnswer]:
    """Every field of the campaign, in its order, with what the draft says in it. `explain`: a nil needs a reason."""
    found = []
    for field in campaign.fields:
        items = tuple(item for item in draft.items if item.field == field.code)
        incomplete = frozenset(item.id for item in items if any(item_faults(item, columns=columns)))
        nil, reason = field.code in draft.nil_fields, draft.nil_reasons.get(field.code, "")
        found.append(FieldAnswer(field, items, nil, incomplete, reason, explain and nil and not (reason or items)))
    return found


def unanswered(draft: RegistrationDraft, campaign: Campaign) -> list[Field]:
    """The campaign's fields with neither a row nor a nil."""
    answered = {item.field for item in draft.items} | set(draft.nil_fields)
    return [field for field in campaign.fields if field.code not in answered]


def strays(draft: RegistrationDraft, campaign: Campaign) -> list[DraftItem]:
    """Rows of fields that the plan no longer has: shown, so that nothing typed gets lost."""
    return [item for item in draft.items if item.field not in campaign.field_codes]


def unknown_fields(draft: RegistrationDraft, campaign: Campaign) -> Iterator[DomainError]:
    """A submission is held to its campaign's fields."""
    for position, item in enumerate(draft.items):
        if item.field not in campaign.field_codes:
            yield DomainError("field_unknown", field=f"items.{position}.field", value=item.field)
    for position, code in enumerate(draft.nil_fields):
        if code not in campaign.field_codes:
            yield DomainError("field_unknown", field=f"nil_fields.{position}", value=code)
    for code in draft.nil_reasons:
        if code not in campaign.field_codes:
            yield DomainError("field_unknown", field=f"nil_reasons.{code}", value=code)


def faults_of(
    draft: RegistrationDraft, campaign: Campaign, columns: Columns = (), *, explain: bool = False
) -> list[DomainError]:
    """Everything that keeps the draft from being sent: ``field_unknown``, ``field_unanswered``, ``field_both``,
    ``nil_reason_missing`` (where a nil is to be explained), ``item_content_missing``, ``item_expected_missing``,
    ``item_part_empty``, ``item_duplicate`` and the codes of `CompletionPeriod.parse` and of `columns.answers.faults`,
    each naming its row (``items.0.content``) or field (``fields.steering``). `columns`: those that the plan added.
    """
    rows = enumerate(draft.items)
    return [
        *unknown_fields(draft, campaign),
        *_field_faults(draft, campaign, explain=explain),
        *(fault for position, item in rows for fault in item_faults(item, f"items.{position}.", columns)),
        *_duplicates(draft),
    ]


def as_content(draft: RegistrationDraft, campaign: Campaign, columns: Columns = ()) -> Registration:
    """What a draft without faults says, in the order of the campaign's fields."""
    order = {field.code: place for place, field in enumerate(campaign.fields)}
    # The texts were validated when they were typed, and a draft without faults lacks none of them.
    rows = [
        {
            **dict(item),
            "expected": CompletionPeriod.parse(item.expected),
            "answers": readable(columns, item.answers),
        }
        for item in draft.items
    ]
    items = sorted((Item.model_construct(**row) for row in rows), key=lambda item: order[item.field])
    explained = draft.nil_reasons.keys() & set(draft.nil_fields)
    return Registration(
        items=tuple(items),
        nil_fields=tuple(sorted(draft.nil_fields, key=lambda code: order[code])),
        nil_reasons={code: draft.nil_reasons[code] for code in order if code in explained},
        left_out=draft.left_out,
    )


def understood(expected: str) -> CompletionPeriod | None:
    """The days that a wording means; None where it cannot hold, or is not understood."""
    try:
        period = CompletionPeriod.parse(expected)
    except PeriodError:
        return None
    return period if period.start or period.end else None


def _field_faults(draft: RegistrationDraft, campaign: Campaign, *, explain: bool) -> Iterator[DomainError]:
    """Each field has rows or an explicit nil ("-"), and never both: an answer is distinct from a blank."""
    filled = {item.field for item in draft.items}
    for field in campaign.fields:
        nil = field.code in draft.nil_fields
        if nil == (field.code in filled):
            code = "field_both" if nil else "field_unanswered"
            yield DomainError(code, field=f"fields.{field.code}", number=field.number, name=field.name)
        elif nil and explain and not draft.nil_reasons.get(field.code):
            yield DomainError("nil_reason_missing", field=f"fields.{field.code}")


def item_faults(item: ItemText, place: str = "", columns: Columns = ()) -> Iterator[DomainError]:
    """What one row lacks before it can be sent; `place` goes before the names of its inputs."""
    yield from _own_faults(item, place)
    for fault in faults(columns, item.answers):
        yield DomainError(fault.code, fault.kind, field=f"{place}{fault.field}", **fault.params)


def _own_faults(item: ItemText, place: str) -> Iterator[DomainError]:
    if not item.content:
        yield DomainError("item_content_missing", field=f"{place}content")
    for number, part in enumerate(item.parts):
        if not part:
            yield DomainError("item_part_empty", field=f"{place}parts.{number}", number=number + 1)
    if not item.expected:
        yield DomainError("item_expected_missing", field=f"{place}expected")
        return
    try:
        CompletionPeriod.parse(item.expected)
    except PeriodError as error:
        yield DomainError(error.code, error.kind, field=f"{place}expected", **error.params)


def _duplicates(draft: RegistrationDraft) -> Iterator[DomainError]:
    """The same content twice in one field would be counted twice."""
    seen: set[tuple[str, str]] = set()
    for position, item in enumerate(draft.items):
        words = (item.field, " ".join(item.content.split()).casefold())
        if item.content and words in seen:
            yield DomainError("item_duplicate", field=f"items.{position}.content")
        seen.add(words)
