"""Copies keep the newest version, also when the first two of a record arrive at once."""

import asyncio
from contextlib import closing

from shared.contracts.events import Event
from shared.contracts.organisations import Organisation
from shared.record.copies import Copies
from shared.record.database import connect


def changed(ident: str, sequence: int) -> Event:
    return Event.read(
        {
            "id": f"{ident}-{sequence}",
            "source": "registration",
            "type": "organisation.changed",
            "subject": f"organisation/{ident}",
            "time": "2022-05-12T01:00:00.000Z",
            "sequence": sequence,
            "correlationid": "test",
            "recipient": ident,
            "headhash": "0" * 64,
            "data": {"id": ident, "name": f"Bản {sequence}", "short_name": ident, "kind": "station"},
        }
    )


async def test_the_newest_of_many_first_copies_stays(mongo_url: str, database_prefix: str) -> None:
    with closing(connect(mongo_url)) as client:
        copies = Copies(client[database_prefix], Organisation)
        records = [f"tyt-{number}" for number in range(200)]
        await asyncio.gather(*(copies.keep(changed(ident, n)) for ident in records for n in range(1, 9)))
        kept = {copy.id: (copy.version, copy.content.name) for copy in await copies.find({})}
        assert kept == dict.fromkeys(records, (8, "Bản 8"))
