"""What others build on: golden schemas of the events, and API descriptions that are current."""

import json
from pathlib import Path

import pytest

from deploy.generate_docs import FOLDER, as_json, descriptions
from shared.contracts.events import EVENT_DATA, Event
from shared.contracts.types import Contract

GOLDEN = Path(__file__).parent / "golden"
MODELS: dict[str, type[Contract]] = {"Event": Event} | {model.__name__: model for model in EVENT_DATA.values()}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_changed_contract_is_a_decision(name: str) -> None:
    """Delete the golden file and run the test again to accept a change; it then writes the file anew and fails once."""
    schema = json.dumps(MODELS[name].model_json_schema(mode="serialization"), indent=1, ensure_ascii=False) + "\n"
    file = GOLDEN / f"{name}.json"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(schema, encoding="utf-8")
        pytest.fail(f"{file.name} was written; look at it and commit it")
    assert file.read_text(encoding="utf-8") == schema


def test_the_published_descriptions_are_current() -> None:
    stale = [
        name
        for name, description in descriptions().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != as_json(description)
    ]
    assert not stale, "run: make docs"


def test_every_event_type_has_its_channel() -> None:
    channels = descriptions()["events.asyncapi.json"]["channels"]
    assert {channel["address"] for channel in channels.values()} == {f"{kind}.{{organisation}}" for kind in EVENT_DATA}
