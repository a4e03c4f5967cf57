"""A member of the suite: one database of a service with all its collections, and the queue that fills it."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Self

from shared.bus.deliveries import Handler, Subscription
from shared.contracts.events import EVENT_TYPES, Event, ReplayRequest, bindings_of, kind_of
from shared.contracts.types import Contract
from shared.language.vietnamese import VIETNAM
from shared.observability import logger
from shared.record.copies import Content, Copies
from shared.record.database import Document
from shared.record.record import Change, Emit, Entry, Nothing, Private, Public
from shared.record.store import Store
from shared.runtime.runtime import Runtime

log = logger("runtime")

Hears = Mapping[type[Contract], Handler]
Upgrade = Callable[[Document], Document]
"""What a service listens to: all events of a kind of record carry its whole state, so one handler takes them."""


@dataclass(frozen=True)
class Source(Generic[Public, Private]):
    """A store whose records others may ask for again.

    `events_of` tells the event that carries a record's present state, `addressed_to` selects the records that
    concern an organisation.
    """

    store: Store[Public, Private]
    events_of: Callable[[Public], Sequence[Emit]]
    addressed_to: Callable[[str], Document]


class Member:
    """A service has one, or one for each `organisation` that it serves; who extends it adds the stores."""

    def __init__(self, runtime: Runtime, organisation: str | None = None) -> None:
        names = [runtime.name, organisation] if organisation else [runtime.name]
        self.database = runtime.client["_".join([runtime.settings.database_prefix, *names])]
        self.clock = runtime.clock
        self.organisation = organisation
        self._runtime = runtime
        self._name = ".".join(names)
        self.queue = f"{runtime.settings.queue_prefix}{self._name}"
        self.sources: Sequence[Source[Any, Any]] = ()
        """What others may ask for again."""
        self._kinds: tuple[str, ...] = ()
        self._replays = self.store("replay", ReplayRequest, Nothing)

    @property
    def today(self) -> date:
        """The day by the suite's clock, in Vietnam."""
        return self.clock().astimezone(VIETNAM).date()

    def store(
        self, kind: str, public: type[Public], private: type[Private], *indexes: tuple[str, ...], **more: Upgrade
    ) -> Store[Public, Private]:
        """A store of own records, relayed and indexed by the runtime; `more` as for `Store`."""
        store = Store(
            self.database, kind, public, private, source=self._name, clock=self.clock, indexes=indexes, **more
        )
        self._runtime.stores.append(store)
        return store

    def copy(self, model: type[Content], *indexes: tuple[str, ...]) -> Copies[Content]:
        """Copies of another service's records, indexed by the runtime."""
        copies = Copies(self.database, model, indexes)
        self._runtime.copies.append(copies)
        return copies

    def opened(self) -> Self:
        """The same for one request or delivery: a record is read once."""
        twin = copy(self)
        for name, store in vars(self).items():
            if isinstance(store, Store):
                setattr(twin, name, store.remembering())
        return twin

    def counting(self, command: str) -> AbstractContextManager[None]:
        """Counts a command by what became of it."""
        return self._runtime.metrics.counting(self._runtime.name, command)

    def consume(self, hears: Hears, *, addressed: Collection[type[Contract]] = ()) -> None:
        """Attaches the queue; of the `addressed` contracts it hears what concerns its organisation."""
        self._kinds = tuple(map(kind_of, hears))
        bindings = ["replay.requested.#"]
        consumers: dict[str, Handler] = {"replay.requested": self.answer}
        for model, handler in hears.items():
            bindings += bindings_of(model, self.organisation if model in addressed else None)
            consumers |= dict.fromkeys(EVENT_TYPES[model], handler)
        self._runtime.members.append(self)
        self._runtime.subscriptions.append(
            Subscription(self.queue, bindings, consumers, lambda: self.join(f"new queue {uuid.uuid4()}"))
        )

    async def join(self, cause: str) -> None:
        """Asks for a replay once a cause."""
        wants = ReplayRequest(requester=self.queue, kinds=self._kinds, organisation=self.organisation)
        asked = Emit("replay.requested", (self.organisation or self._runtime.name,))
        change = Change(wants, Nothing(), Entry("asked for a replay"), (asked,))
        await self._replays.apply(self.queue, lambda _: change, cause=cause)

    async def is_new(self) -> bool:
        """A database without the marker is new or was lost."""
        return await self._replays.get(self.queue) is None

    async def answer(self, request: ReplayRequest, event: Event) -> None:
        """Puts what others ask for into the outboxes again."""
        for source in self.sources:
            if source.store.kind in request.kinds and request.requester != self.queue:
                query = source.addressed_to(request.organisation) if request.organisation else {}
                count = await source.store.republish(query, source.events_of, request=event.id)
                log.info("replayed", kind=source.store.kind, records=count, requester=request.requester)


def keeping(
    copies: Copies[Any], effect: Handler | None = None, *, copy_first: bool = False, overtaken: bool = False
) -> Handler:
    """A consumer that acts on an event, then keeps its state as a copy; what is older than the copy is ignored.

    A process killed in between finds the event again and finishes: effects are idempotent, and a copy of the same
    version is no reason to ignore it. `copy_first`: what the effect makes visible is read together with the copy.
    `overtaken`: it acts on what is older than the copy, too.
    """

    async def handle(content: Any, event: Event) -> None:
        if not overtaken and await copies.is_stale(event):
            return
        if copy_first:
            await copies.keep(event)
        if effect is not None:
            await effect(content, event)
        if not copy_first:
            await copies.keep(event)

    return handle
