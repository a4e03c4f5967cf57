"""A record that is rebuilt after its database was lost counts on above the version that others already saw."""

from motor.motor_asyncio import AsyncIOMotorClient

from shared.clock import system_clock
from shared.contracts.organisations import Organisation
from shared.record.record import Change, Emit, Entry, Nothing, Record
from shared.record.store import Store

OrganisationChange = Change[Organisation, Nothing]


def renamed(name: str) -> OrganisationChange:
    organisation = Organisation(id="khoa-1", name=name, short_name=name, kind="faculty")
    return Change(organisation, Nothing(), Entry("renamed"), (Emit("organisation.changed", ("khoa-1",)),))


async def test_a_rebuilt_record_counts_on_above_what_others_saw(mongo_url: str, database_prefix: str) -> None:
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url)
    try:
        store = Store(client[database_prefix], "organisation", Organisation, Nothing, source="test", clock=system_clock)

        async def rename(name: str, version_above: int) -> Record[Organisation, Nothing]:
            return await store.apply("khoa-1", lambda _: renamed(name), cause=name, version_above=version_above)

        assert (await rename("Khoa 1", 4)).version == 5, "a new record starts above what others saw"
        assert (await rename("Khoa A", 3)).version == 6, "an older version seen makes no difference"
        assert (await rename("Khoa B", 9)).version == 10, "a record that exists steps over what others saw"
        assert (await rename("Khoa B", 20)).version == 10, "the same cause changes nothing"
        record = await store.load("khoa-1")
        assert [entry["version"] for entry in record.history] == [5, 6, 10]
        ((_, events),) = await store.outbox.waiting(10)
        assert [event["sequence"] for event in events] == [5, 6, 10]
    finally:
        await client.drop_database(database_prefix)
        client.close()
