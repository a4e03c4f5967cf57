"""The pages' frame: one Jinja environment a service, its templates beside the shared ones."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from shared.identity import Actor, Role
from shared.problems import Catalogue
from shared.runtime import Runtime
from shared.vietnamese import VIETNAM, format_date, format_instant

SHARED_TEMPLATES = Path(__file__).parent / "templates"


class Frame:
    """Renders a service's pages in Vietnamese."""

    def __init__(self, templates: Path, catalogue: Catalogue, runtime: Runtime) -> None:
        self._runtime = runtime
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(SHARED_TEMPLATES)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(date=format_date, instant=format_instant)
        self._environment.globals.update(say=catalogue.say, Role=Role)

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """A page. Every template also sees the person signed in (or None), the time and the path."""
        person: Actor | None = getattr(request.state, "actor", None)
        text = self._environment.get_template(template).render(
            actor=person,
            now=self._runtime.clock().astimezone(VIETNAM),
            practice=bool(self._runtime.settings.clock_offset),
            path=request.url.path,
            **values,
        )
        return HTMLResponse(text, status, {"Cache-Control": "no-store", **(headers or {})})


def safe_target(target: str | None) -> str:
    """Where to go after signing in: a path of this site, never another site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target
