"""What every page of the campaign editor is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from services.registration.context import Context
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.record.record import digest
from shared.web.form_input import Anchor, FormInput, Row, shown_rows

Values = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What a page says of the campaign: values of its definition, and where the input of a path is."""

    values: Values
    anchor: Anchor = lambda path: path


@dataclass(frozen=True)
class Ahead:
    """What an amendment would bring, to be looked at before it is saved: a template and its values.

    `mark` names it: the page sends back the one that was looked at.
    """

    template: str
    values: Mapping[str, Any]

    @property
    def mark(self) -> str:
        return digest(str(self.values))[:32]


class EditorSection:
    """One page of the editor. `empty`: the lists that stand on it as rows, each with what a row is added as."""

    empty: ClassVar[Mapping[str, Row]] = {}

    def shown(self, campaign: Campaign) -> FormInput:
        """The page's inputs as the campaign is saved."""
        return FormInput(rows={name: shown_rows(getattr(campaign, name)) for name in self.empty})

    def acted(self, inputs: FormInput, campaign: Campaign, verb: str, argument: str) -> FormInput:
        """The inputs after a button that only arranges them. Raises DomainError for what it needs and cannot read."""
        return inputs.acted(self.empty, verb, argument)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """What the page says of the campaign. Raises DomainError for what cannot be read."""
        raise NotImplementedError

    def outdated(self, inputs: FormInput) -> bool:
        """Whether the page was opened before the suite was renewed, and says nothing in the words of now."""
        return False

    async def ahead(self, context: Context, before: Campaign, after: CampaignDefinition) -> Ahead | None:
        """What must be looked at before an announced plan is saved so; None: nothing."""
        return None

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """What the page lets the person choose from."""
        return {}


def ticked(inputs: FormInput, mark: str) -> list[str]:
    """The ids behind ``<mark>.`` whose boxes are ticked."""
    head = f"{mark}."
    return [name.removeprefix(head) for name in inputs.values if name.startswith(head) and inputs.on(name)]
