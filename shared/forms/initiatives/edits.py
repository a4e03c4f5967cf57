"""Fields answered with an explicit nil, and why."""

from collections.abc import Mapping

from shared.contracts.campaigns import Campaign
from shared.errors import DomainError, conflict
from shared.forms.initiatives.model import RegistrationDraft

REASON, BEFORE = "reason.", "before."
"""Before a field's code in the names of the inputs: the reason as it is typed, and as the page showed it."""


def written(values: Mapping[str, str], draft: RegistrationDraft, campaign: Campaign) -> RegistrationDraft:
    """The draft after what a browser sent of the list of fields: one answered with nil, and the reasons that changed.

    Raises DomainError as `answered_nil`, and pydantic.ValidationError for a reason that cannot be kept.
    """
    reasons = {
        code: text
        for code in campaign.field_codes
        if (text := values.get(f"{REASON}{code}")) is not None and text.strip() != values.get(f"{BEFORE}{code}", "")
    }
    code = values.get("nil")
    answered = answered_nil(draft, campaign, code) if code else draft
    return with_reasons(answered, reasons)


def answered_nil(draft: RegistrationDraft, campaign: Campaign, code: str) -> RegistrationDraft:
    """A field answered with nil. Raises DomainError ``field_unknown`` or ``field_has_items``."""
    field = next((field for field in campaign.fields if field.code == code), None)
    if field is None:
        raise DomainError("field_unknown", field="field", value=code)
    if any(item.field == code for item in draft.items):
        raise conflict("field_has_items", field=f"fields.{code}", number=field.number, name=field.name)
    return with_nil(draft, (code,))


def with_nil(draft: RegistrationDraft, codes: tuple[str, ...]) -> RegistrationDraft:
    """The same with nil in these fields as well."""
    fresh = tuple(code for code in codes if code not in draft.nil_fields)
    return draft.model_copy(update={"nil_fields": (*draft.nil_fields, *fresh)}) if fresh else draft


def with_reasons(draft: RegistrationDraft, reasons: Mapping[str, str]) -> RegistrationDraft:
    """The same with these reasons, in fields without rows; an empty one is none.

    Raises pydantic.ValidationError for a text that cannot be kept.
    """
    if not reasons:
        return draft
    filled = {item.field for item in draft.items}
    typed = RegistrationDraft(nil_reasons={code: text for code, text in reasons.items() if code not in filled})
    after = {code: text for code, text in (draft.nil_reasons | typed.nil_reasons).items() if text}
    return draft.model_copy(update={"nil_reasons": after})
