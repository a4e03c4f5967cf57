"""What every page of the campaign editor is."""

from typing import Protocol

from shared.contracts.campaigns import Campaign
from shared.web.form_input import FormInput, Written


class Section(Protocol):
    """One page of the editor."""

    def shown(self, campaign: Campaign) -> FormInput: ...

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput: ...

    def written(self, inputs: FormInput, campaign: Campaign) -> Written: ...
