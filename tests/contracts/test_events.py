"""Events as they are on the wire: those of the version before are read, and what is told today keeps its shape."""

from pathlib import Path
from typing import Any

import pytest

from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.events import EVENT_DATA, Event, read_event
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Submission
from shared.contracts.types import Contract

EARLIER, TODAY = (Path(__file__).parent / "events" / name for name in ("earlier", "today"))
QUARTER = FormPeriod("quarterly", "2026-Q4")


def event(file: Path) -> Event:
    found = read_event(file.read_bytes())
    assert found is not None
    return found


def told(name: str) -> Contract:
    return event(TODAY / f"{name}.json").content()


def holds(whole: object, part: object) -> bool:
    """Whether the whole says everything that the part says; it may say more."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and holds(whole[name], value) for name, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(whole) == len(part) and all(map(holds, whole, part))
    return whole == part


@pytest.mark.parametrize("file", sorted(EARLIER.iterdir()), ids=lambda file: file.stem)
def test_an_event_of_the_version_before_says_the_same_as_todays(file: Path) -> None:
    """As it was written when a form was one of three, each sent once, and every content had the parts of all."""
    assert event(file).data != event(TODAY / file.name).data
    assert event(file).content() == told(file.stem)


@pytest.mark.parametrize("file", sorted(TODAY.iterdir()), ids=lambda file: file.stem)
def test_what_is_told_today_is_read_and_told_again_alike(file: Path) -> None:
    """A later contract may say more, and nothing otherwise."""
    found = event(file)
    said: dict[str, Any] = EVENT_DATA[found.type].model_validate(found.data).model_dump(mode="json")
    assert holds(said, found.data)


def test_the_events_of_a_repeated_form_speak_of_one_period() -> None:
    campaign, submission, case = (told(f"quarterly-{name}") for name in ("campaign", "submission", "case"))
    assert isinstance(campaign, Campaign)
    assert isinstance(submission, Submission)
    assert isinstance(case, Case)
    assert submission.asked == case.asked == submission.upward[0].asked == QUARTER
    assert submission.id == f"{campaign.id}.quarterly.2026-Q4.{submission.organisation}"
    assert campaign.period(QUARTER) is not None
    assert campaign.extension(submission.organisation, QUARTER) is not None
    assert [transfer.concerns(QUARTER) for transfer in campaign.transfers] == [True]
