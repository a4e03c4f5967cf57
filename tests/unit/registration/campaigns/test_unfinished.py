"""A draft may be unfinished; what it lacks and what it inherited are a matter of announcing it."""

import pytest

from services.registration.campaigns.model import campaign as campaigns
from services.registration.campaigns.model.campaign import InUse
from shared.contracts.campaigns import Inherited
from shared.errors import DomainError
from tests.unit.registration.examples import ADMINISTRATOR, AROUND, NOW, campaign, definition


@pytest.mark.parametrize("name", ["fields", "forms", "recipients", "obliged"])
def test_a_draft_may_be_unfinished_and_is_finished_before_it_is_announced(name: str) -> None:
    draft = campaigns.create(definition(**{name: []}), AROUND, ADMINISTRATOR).public
    edited = campaigns.edit(draft, definition(**{name: [], "year": 2023}), AROUND, InUse(), ADMINISTRATOR)
    assert edited is not None
    with pytest.raises(DomainError) as caught:
        campaigns.announce(edited.public, AROUND, ADMINISTRATOR, NOW)
    assert (caught.value.code, caught.value.field) == (f"campaign_no_{name}", name)
    with pytest.raises(DomainError) as caught:
        campaigns.edit(campaign(), definition(**{name: []}), AROUND, InUse(), ADMINISTRATOR)
    assert f"campaign_no_{name}" in {fault.code for fault in (caught.value, *caught.value.causes)}


def test_what_a_draft_inherited_stays_with_it_until_it_is_announced() -> None:
    inherited = (Inherited(part="title", digest="0" * 64),)
    draft = campaigns.create(definition(), AROUND, ADMINISTRATOR, inherited).public
    edited = campaigns.edit(draft, definition(year=2023), AROUND, InUse(), ADMINISTRATOR)
    assert edited is not None
    assert edited.public.inherited == inherited
    assert campaigns.announce(edited.public, AROUND, ADMINISTRATOR, NOW).public.inherited == ()
