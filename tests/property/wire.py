"""The services without a broker: events lie about until the test delivers them, in any order, once or more."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from deploy.suite import LocalSuite
from shared.bus.deliveries import Subscription
from shared.contracts.events import Event
from shared.errors import DomainError, Kind
from shared.runtime.runtime import Runtime

ATTEMPTS = 20


@dataclass
class Parcel:
    """An event on its way to one queue."""

    to: Subscription
    event: Event
    attempts: int = 0


def matches(binding: str, key: str) -> bool:
    """The topic exchange's rule: ``*`` is one word, ``#`` any number of them."""
    pattern, words = binding.split("."), key.split(".")
    if pattern[-1] == "#":
        pattern, words = pattern[:-1], words[: len(pattern) - 1]
    return len(pattern) == len(words) and all(p in {"*", word} for p, word in zip(pattern, words, strict=True))


class Wire:
    """Stands where RabbitMQ stands, and is worse: it duplicates, reorders and holds back, but never loses."""

    def __init__(self, suite: LocalSuite, random: Random) -> None:
        self._runtimes: list[Runtime] = [app.state.runtime for app in suite.apps.values()]
        self.random = random
        self.parcels: list[Parcel] = []
        self.delivered = 0

    async def collect(self) -> None:
        """Takes what the services have to say; now and then something is sent twice."""
        for runtime in self._runtimes:
            for store in runtime.stores:
                for ident, outbox in await store.outbox.waiting(10_000):
                    events = [Event.read(document) for document in outbox]
                    for event in events:
                        for _ in range(1 + (self.random.random() < 0.15)):
                            self.parcels += [Parcel(queue, event) for queue in self._queues(event)]
                    await store.outbox.published(ident, [event.id for event in events])

    async def deliver(self, number: int) -> None:
        """Delivers some parcels, whichever they are, and collects what the services answer."""
        for _ in range(number):
            if not self.parcels:
                await self.collect()
                if not self.parcels:
                    return
            await self._handle(self.parcels.pop(self.random.randrange(len(self.parcels))))

    async def quiet(self) -> None:
        """Until nobody has anything more to say."""
        await self.collect()
        while self.parcels:
            await self.deliver(len(self.parcels))
            await self.collect()

    def _queues(self, event: Event) -> Iterator[Subscription]:
        for runtime in self._runtimes:
            for queue in runtime.subscriptions:
                if event.type in queue.consumers and any(matches(b, event.routing_key) for b in queue.bindings):
                    yield queue

    async def _handle(self, parcel: Parcel) -> None:
        try:
            await parcel.to.consumers[parcel.event.type](parcel.event.content(), parcel.event)
        except DomainError as error:
            parcel.attempts += 1
            if error.kind is not Kind.UNAVAILABLE or parcel.attempts > ATTEMPTS:
                raise AssertionError(f"{parcel.to.queue} cannot take {parcel.event.type}: {error}") from error
            self.parcels.append(parcel)
            return
        self.delivered += 1
        if self.random.random() < 0.05:
            self.parcels.append(Parcel(parcel.to, parcel.event))
