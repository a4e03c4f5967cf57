"""One origin in one process: each request goes to its service's application."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.routes import service_of


class Dispatcher:
    """An ASGI application over several. Lifespans are entered by whoever starts the suite, not here."""

    def __init__(self, apps: Mapping[str, ASGIApp]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._apps[service_of(scope["path"])](scope, receive, send)
