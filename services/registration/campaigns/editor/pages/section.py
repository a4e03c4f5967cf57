"""What every page of the campaign editor is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from services.registration.context import Context
from shared.contracts.campaigns import Campaign
from shared.contracts.types import Contract
from shared.errors import DomainError
from shared.refusals import refuse
from shared.web.form_input import FormInput, Row, Written

Part = TypeVar("Part")
Reading = TypeVar("Reading")


class EditorSection:
    """One page of the editor. `empty` are the lists that stand on it as rows, each with what a row is added as."""

    empty: Mapping[str, Row] = {}

    def shown(self, campaign: Campaign) -> FormInput:
        """The page's inputs as the campaign is saved."""
        return FormInput(rows={name: as_rows(getattr(campaign, name)) for name in self.empty})

    def acted(self, inputs: FormInput) -> FormInput:
        """The inputs after a button that only arranges them."""
        return inputs.arranged(self.empty) or inputs

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """What the page says of the campaign. Raises DomainError for what cannot be read."""
        raise NotImplementedError

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """What the page lets the person choose from."""
        return {}


def as_rows(parts: Iterable[Contract]) -> list[Row]:
    """Parts of a campaign as rows of inputs: what is not there is empty, and so is a box that is not ticked."""
    return [{name: _text(value) for name, value in part.model_dump(mode="json").items()} for part in parts]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def ticked(inputs: FormInput, mark: str) -> list[str]:
    """The ids behind ``<mark>.`` whose boxes are ticked."""
    head = f"{mark}."
    return [name.removeprefix(head) for name in inputs.values if name.startswith(head) and inputs.on(name)]


def each(parts: Iterable[Part], read: Callable[[Part], Reading]) -> list[Reading]:
    """What each of the parts says. Raises the refusals of all that cannot be read (``input_invalid`` for several)."""
    found, faults = [], []
    for part in parts:
        try:
            found.append(read(part))
        except DomainError as error:
            faults.append(error)
    refuse("input_invalid", faults)
    return found
