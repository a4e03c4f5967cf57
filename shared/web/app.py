"""The ASGI factory: health, metrics, problems, pages' frame. Each service adds its routers."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Form, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from shared.forms.registry import homes
from shared.identity import Verifier
from shared.language.catalogue import LANGUAGE_COOKIE, Catalogue, Language
from shared.record.record import Private, Public, Record
from shared.runtime.runtime import Runtime
from shared.web import failures
from shared.web.frame import Frame, safe_target
from shared.web.middleware import Guard
from shared.web.page import Naming, nameless
from shared.web.problems import described, problem_responses

LANGUAGE_LIFE = 365 * 24 * 3_600
"""Seconds."""


class Application(FastAPI):
    """FastAPI whose description names the problem that every refusal carries."""

    def openapi(self) -> dict[str, Any]:
        whole = super().openapi()
        whole.setdefault("components", {}).setdefault("schemas", {})["Problem"] = described()["schema"]
        return whole


def create_app(
    runtime: Runtime,
    *,
    title: str,
    api_prefix: str,
    routers: Sequence[APIRouter],
    folder: Path,
    limits: Mapping[re.Pattern[str], int] = MappingProxyType({}),
    naming: Naming = nameless,
) -> FastAPI:
    """A service's application. `folder` holds ``messages.yaml`` and ``en.po``, its rooms their ``templates/``.

    `limits`: bytes that a request may carry to paths that take files. `naming` gives a refusal the names of what it
    names by ids.
    """
    app = Application(
        title=title,
        version="1.0",
        lifespan=lambda _: runtime.running(),
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{api_prefix}/openapi.json",
        responses=problem_responses(),
    )
    app.state.verifier = Verifier(runtime.settings.token_public_key)
    app.state.catalogue = Catalogue(*homes().values(), folder)
    app.state.frame = Frame(folder, app.state.catalogue, runtime)
    app.state.runtime = runtime
    app.state.naming = naming
    app.add_middleware(Guard, service=runtime.name, metrics=runtime.metrics, refuse=failures.refused, limits=limits)
    _add_health(app, runtime)
    _add_language(app, runtime)
    app.add_route(failures.AWAY, failures.away, methods=["GET", "HEAD", "POST"], include_in_schema=False)
    for router in routers:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.mount("/bootstrap", StaticFiles(packages=[("xstatic.pkg.bootstrap", "data")]), name="bootstrap")
    failures.install(app)
    return app


def _add_health(app: FastAPI, runtime: Runtime) -> None:
    @app.get("/livez", include_in_schema=False)
    async def livez() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> JSONResponse:
        problems = await runtime.problems()
        return JSONResponse({"ready": not problems, "problems": problems}, 503 if problems else 200)

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(runtime.metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _add_language(app: FastAPI, runtime: Runtime) -> None:
    @app.post("/ngon-ngu", include_in_schema=False)
    async def choose(
        language: Annotated[str, Form(alias="ngon-ngu", max_length=10)] = "",
        target: Annotated[str, Form(alias="tiep", max_length=2_000)] = "/",
    ) -> Response:
        """Keeps the chosen interface language for a year and returns to the page."""
        answer = RedirectResponse(safe_target(target), 303)
        answer.set_cookie(
            LANGUAGE_COOKIE,
            Language.of(language).value,
            max_age=LANGUAGE_LIFE,
            httponly=True,
            samesite="lax",
            secure=runtime.settings.public_url.startswith("https://"),
        )
        return answer


def tagged(body: BaseModel, version: int, status: int = 200) -> JSONResponse:
    """JSON with its version as ETag."""
    return JSONResponse(body.model_dump(mode="json"), status, {"ETag": f'"{version}"'})


def tagged_state(record: Record[Public, Private], status: int = 200) -> JSONResponse:
    """A record's public state with its version as ETag."""
    return tagged(record.public, record.version, status)
