"""All services of a suite in one process, built from one environment; used on one machine and by the tests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.routes import service_of
from services.notify.app import create as create_notify
from services.notify.settings import NotifySettings
from services.registration.app import create as create_registration
from services.registration.settings import RegistrationSettings
from services.reporting.app import create as create_reporting
from services.review.app import create as create_review
from services.review.settings import ReviewSettings
from shared.observability import Metrics
from shared.settings import Settings, load


class LocalSuite:
    """Registration, review (for all its organisations), notify and reporting behind one origin."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """`settings` are constructor values of the services' settings, the same for all."""
        metrics = Metrics()
        self.apps: dict[str, FastAPI] = {
            "registration": create_registration(load(RegistrationSettings, **settings), metrics),
            "review": create_review(load(ReviewSettings, **settings), metrics),
            "notify": create_notify(load(NotifySettings, **settings), metrics),
            "reporting": create_reporting(load(Settings, **settings), metrics),
        }

    @property
    def asgi(self) -> ASGIApp:
        """One origin: each request goes to its service's application. Lifespans are entered by `running`, not here."""

        # A function: of a bound method uvicorn thinks that it is an application of ASGI 2.
        async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
            await self.apps[service_of(scope["path"])](scope, receive, send)

        return dispatch

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Starts every service; on the way out stops them in the opposite order."""
        async with contextlib.AsyncExitStack() as stack:
            for app in self.apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    async def problems(self) -> list[str]:
        """Why the suite is not ready, by service."""
        return [f"{name}: {p}" for name, app in self.apps.items() for p in await app.state.runtime.problems()]

    async def ready(self, seconds: float, about: str = "") -> None:
        """Waits until every service is ready. Raises TimeoutError with what is missing.

        `about`: a word of the problems that count, such as "broker": until then a queue may lack its consumer.
        """
        problems: list[str] = []
        try:
            async with asyncio.timeout(seconds):
                while problems := [problem for problem in await self.problems() if about in problem]:
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise TimeoutError("; ".join(problems)) from error
