"""Fields answered with an explicit nil."""

from shared.contracts.campaigns import Campaign
from shared.errors import DomainError, conflict
from shared.forms.initiatives.model import RegistrationDraft


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
