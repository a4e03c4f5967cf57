"""What `make up` keeps: found by every test run, emptied after the last one, gone after `make down`."""

import asyncio
import importlib.util
import shutil
import sys
import time
from pathlib import Path
from types import ModuleType

import aio_pika
import pytest
from aio_pika.exceptions import ChannelNotFoundEntity
from pymongo import MongoClient

import tests.kept

WAIT_SECONDS = 60.0


def loaded(tmp_path: Path) -> ModuleType:
    """The keeper of another checkout: a copy of the module keeps its nodes apart from the real one's."""
    file = tmp_path / "tests" / "kept.py"
    file.parent.mkdir()
    shutil.copy(tests.kept.__file__, file)
    spec = importlib.util.spec_from_file_location("kept_elsewhere", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def run(kept: ModuleType, word: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, str(kept.__file__), word)
    assert await process.wait() == 0


async def declare(url: str, *, passive: bool) -> None:
    async with await aio_pika.connect(url) as connection, connection.channel() as channel:
        await channel.declare_queue("left-behind", durable=True, passive=passive)


async def test_a_run_finds_the_kept_nodes_and_leaves_them_empty(tmp_path: Path) -> None:
    kept = loaded(tmp_path)
    with kept.borrowed() as found:
        assert found is None
    try:
        for _ in range(2):  # the second time there is nothing to do
            await run(kept, "up")
        with kept.borrowed() as found:
            await declare(found.amqp_url, passive=False)
            with MongoClient[dict[str, object]](found.mongo_url) as client:
                client["left_behind"]["rows"].insert_one({})
        deadline = time.monotonic() + WAIT_SECONDS
        with MongoClient[dict[str, object]](found.mongo_url) as client:
            while "left_behind" in client.list_database_names():
                assert time.monotonic() < deadline
                await asyncio.sleep(0.05)
        with kept.borrowed() as again:  # waits until all is tidy
            assert again == found
            with pytest.raises(ChannelNotFoundEntity):
                await declare(again.amqp_url, passive=True)
    finally:
        await run(kept, "down")
    with kept.borrowed() as found:
        assert found is None
    assert not kept.FOLDER.exists()
