"""Writes the API descriptions in ``docs/api``: OpenAPI of each service, AsyncAPI of the events."""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from deploy.suite import LocalSuite
from shared.contracts.events import EVENT_DATA, EVENT_TYPES, Event
from shared.contracts.types import Contract
from shared.identity import make_keys
from shared.settings import EXCHANGE, Mode

FOLDER = Path(__file__).parent.parent / "docs" / "api"


def descriptions() -> dict[str, dict[str, Any]]:
    """Every description by file name. Needs no broker and no database: building an application starts nothing."""
    private, public = make_keys()
    suite = LocalSuite(
        {
            "mode": Mode.LOCAL,
            "amqp_url": "amqp://127.0.0.1",
            "mongo_url": "mongodb://127.0.0.1",
            "token_private_key": private,
            "token_public_key": public,
            "organisations": ("ttyt-tan-binh",),
        }
    )
    found = {f"{name}.openapi.json": app.openapi() for name, app in suite.apps.items()}
    return {**found, "events.asyncapi.json": asyncapi()}


def asyncapi() -> dict[str, Any]:
    """AsyncAPI 3.0: one channel an event type, all on the topic exchange."""
    # One call for all models: what they share is described once.
    models: list[type[Contract]] = [Event, *EVENT_TYPES]
    references, definitions = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    schemas = definitions["$defs"]
    channels, operations, messages = {}, {}, {}
    for kind, model in sorted(EVENT_DATA.items()):
        key = kind.replace(".", "-")
        data = {"type": "object", "properties": {"type": {"const": kind}, "data": references[model, "serialization"]}}
        messages[key] = {
            "name": kind,
            "title": kind,
            "summary": (model.__doc__ or "").strip().splitlines()[0],
            "contentType": "application/json",
            "payload": {"allOf": [references[Event, "serialization"], data]},
        }
        binding = {"is": "routingKey", "exchange": {"name": EXCHANGE, "type": "topic", "durable": True}}
        channels[key] = {
            "address": f"{kind}.{{organisation}}",
            "parameters": {"organisation": {"description": "The organisation concerned."}},
            "messages": {key: {"$ref": f"#/components/messages/{key}"}},
            "bindings": {"amqp": binding},
        }
        operations[key] = {"action": "send", "channel": {"$ref": f"#/channels/{key}"}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Sáng Kiến: events", "version": "1.0"},
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": dict(sorted(schemas.items()))},
    }


def as_json(description: dict[str, Any]) -> str:
    return json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Writes what is not current, and names it."""
    written = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, description in descriptions().items():
        file, text = FOLDER / name, as_json(description)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            written.append(name)
    print(f"written: {', '.join(written) or 'nothing'}")


if __name__ == "__main__":
    main()
