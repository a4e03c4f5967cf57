"""What must hold of what an administrator writes of a campaign."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.registration.campaigns.model.forms import form_faults, told_twice, within
from services.registration.campaigns.model.quotas import quota_faults
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.errors import DomainError
from shared.forms.registry import kind_of
from shared.language.vietnamese import format_date


@dataclass(frozen=True)
class CampaignSurroundings:
    """What a definition refers to, as far as it exists: organisations and parent campaigns, by id, and `kinds` of
    organisations."""

    organisations: frozenset[str] = frozenset()
    parents: Mapping[str, Campaign] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()

    def parents_of(self, campaign: Campaign) -> Sequence[Campaign]:
        return [self.parents[ident] for ident in campaign.parents if ident in self.parents]


def faults(definition: CampaignDefinition, around: CampaignSurroundings) -> Iterator[DomainError]:
    """Everything that does not hold of a definition, be it still unfinished, each with its field."""
    yield from told_twice("field_code_twice", "fields.{}.code", [f.code for f in definition.fields])
    yield from told_twice("field_number_twice", "fields.{}.number", [f.number for f in definition.fields])
    yield from form_faults(definition.forms)
    for position, form in enumerate(definition.forms):
        yield from within(f"forms.{position}", quota_faults(form.quotas, definition.obliged, around.kinds))
    yield from told_twice("recipient_twice", "recipients.{}", definition.recipients, "organisation")
    yield from told_twice("obliged_twice", "obliged.{}", definition.obliged, "organisation")
    yield from told_twice("campaign_parent_twice", "parents.{}", definition.parents)
    yield from _unknown(definition, around)
    yield from _backward(definition)


def lacking(definition: CampaignDefinition) -> Iterator[DomainError]:
    """What a plan must say before it is announced, each with its field; a draft may leave it for later.

    Fields are asked for where a form is filled in field by field.
    """
    by_field = any(kind_of(form).asks_fields for form in definition.forms)
    for name in ("fields", "forms", "recipients", "obliged"):
        if not getattr(definition, name) and (name != "fields" or by_field):
            yield DomainError(f"campaign_no_{name}", field=name)


def _unknown(definition: CampaignDefinition, around: CampaignSurroundings) -> Iterator[DomainError]:
    if definition.issuer not in around.organisations:
        yield DomainError("issuer_unknown", field="issuer", organisation=definition.issuer)
    for name, code in (("recipients", "recipient_unknown"), ("obliged", "obliged_unknown")):
        for position, organisation in enumerate(getattr(definition, name)):
            if organisation not in around.organisations:
                yield DomainError(code, field=f"{name}.{position}", organisation=organisation)
    for position, parent in enumerate(definition.parents):
        if parent == definition.id:
            yield DomainError("campaign_parent_itself", field=f"parents.{position}", campaign=parent)
        elif parent not in around.parents:
            yield DomainError("campaign_parent_unknown", field=f"parents.{position}", campaign=parent)


def _backward(definition: CampaignDefinition) -> Iterator[DomainError]:
    for position, turn in enumerate(definition.rounds):
        if turn.starts is not None and turn.ends < turn.starts:
            start, end = format_date(turn.starts), format_date(turn.ends)
            field = f"rounds.{position}.ends"
            yield DomainError("period_ends_before_start", field=field, start=start, end=end)
