"""The pages' frame: one Jinja environment a service, the templates of all its rooms beside the shared ones, those of a
kind of form as ``<kind>/<name>``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from shared.forms.registry import homes
from shared.identity import Actor, Role
from shared.language.catalogue import Catalogue, current_language
from shared.language.period_names import period_name
from shared.language.vietnamese import VIETNAM, format_date, format_instant, format_number
from shared.language.worktime import due_words
from shared.rules.naming import asked_name
from shared.runtime.runtime import Runtime

SHARED_TEMPLATES = Path(__file__).parent / "templates"


class Frame:
    """Renders a service's pages in the language that the request chose; Vietnamese unless it chose."""

    def __init__(self, folder: Path, catalogue: Catalogue, runtime: Runtime) -> None:
        self._runtime = runtime
        self._environment = Environment(
            loader=ChoiceLoader(
                [
                    FileSystemLoader([*sorted(folder.rglob("templates")), SHARED_TEMPLATES]),
                    PrefixLoader({kind: FileSystemLoader(home / "templates") for kind, home in homes().items()}),
                ]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(date=format_date, instant=format_instant, number=format_number)
        self._environment.globals.update(say=catalogue.say, _=catalogue.translate, Role=Role, due_words=due_words)
        self._environment.globals.update(asked_name=asked_name, period_name=period_name)

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """A page. Every template also sees the person signed in (or None), the time, the address and the language.

        `safe` is false on the answer to a form: its address cannot be opened again without losing what was typed.
        """
        person: Actor | None = getattr(request.state, "actor", None)
        text = self._environment.get_template(template).render(
            actor=person,
            now=self._runtime.clock().astimezone(VIETNAM),
            practice=self._runtime.settings.practice_clock,
            path=request.url.path,
            address=address_of(request),
            safe=request.method in {"GET", "HEAD"},
            language=current_language().value,
            **values,
        )
        return HTMLResponse(text, status, {"Cache-Control": "no-store", **(headers or {})})


def address_of(request: Request) -> str:
    """The path with its query: where this very page is."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def safe_target(target: str | None) -> str:
    """Where to go after signing in: a path of this site, never another site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target
