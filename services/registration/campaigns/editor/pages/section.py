"""What every page of the campaign editor is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from services.registration.context import Context
from shared.contracts.campaigns import Campaign
from shared.web.form_input import Anchor, FormInput, Row, shown_rows

Values = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What a page says of the campaign: values of its definition, and where the input of a path is."""

    values: Values
    anchor: Anchor = lambda path: path


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

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """What the page lets the person choose from."""
        return {}


def ticked(inputs: FormInput, mark: str) -> list[str]:
    """The ids behind ``<mark>.`` whose boxes are ticked."""
    head = f"{mark}."
    return [name.removeprefix(head) for name in inputs.values if name.startswith(head) and inputs.on(name)]
