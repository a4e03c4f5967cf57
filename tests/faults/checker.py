"""After quiescence: outboxes empty, only planted poison parked, every copy equal to its source, chains hold."""

import asyncio

import aio_pika
from aio_pika.exceptions import ChannelNotFoundEntity
from motor.motor_asyncio import AsyncIOMotorClient

from shared.bus.queues import dead_queue, retry_queue
from shared.record.audit import verify

QUIESCENCE_SECONDS = 60.0
RETRIES = (1, 2, 5)
QUEUES = (
    "registration",
    "review.ttyt-tan-binh",
    "review.ubnd-tan-binh",
    "review.so-y-te",
    "notify",
    "reporting",
)


async def outboxes(mongo_url: str, prefix: str) -> list[str]:
    """Records that still have unpublished events."""
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url)
    try:
        return [
            f"{database}.{collection}: {found['_id']}"
            for database in await client.list_database_names()
            if database.startswith(prefix)
            for collection in await client[database].list_collection_names()
            async for found in client[database][collection].find({"pending": True}, {"_id": 1})
        ]
    finally:
        client.close()


async def waiting(amqp_url: str, prefix: str) -> dict[str, int]:
    """Messages in each work, retry and parking queue that has any."""
    connection = await aio_pika.connect(amqp_url)
    found = {}
    async with connection:
        for queue in QUEUES:
            work = f"{prefix}{queue}"
            for name in (work, dead_queue(work), *(retry_queue(work, seconds) for seconds in RETRIES)):
                channel = await connection.channel()
                try:
                    declared = await channel.declare_queue(name, passive=True)
                except ChannelNotFoundEntity:
                    continue
                if declared.declaration_result.message_count:
                    found[name] = declared.declaration_result.message_count
                await channel.close()
    return found


async def settled(amqp_url: str, mongo_url: str, name: str) -> list[str]:
    """Waits for quiescence and returns what does not hold; an empty list when all is well."""
    seen: list[str] = []
    try:
        async with asyncio.timeout(QUIESCENCE_SECONDS):
            while True:
                seen = await outboxes(mongo_url, f"test{name}")
                seen += [f"{queue}: {count} messages" for queue, count in (await waiting(amqp_url, f"{name}.")).items()]
                seen += [str(fault) for fault in (await verify(mongo_url, f"test{name}")).faults]
                if not seen:
                    return []
                await asyncio.sleep(0.3)
    except TimeoutError:
        return seen
