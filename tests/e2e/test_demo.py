"""The main job through the public API, and the figures against the documents of 2022."""

from deploy.demo import PRACTICE_PASSWORD, play
from deploy.demo.screen import Screen
from shared.record.audit import verify
from tests.harness import running_suite, settings


async def test_the_main_job_of_2022_and_again_beside_itself(amqp_url: str, mongo_url: str) -> None:
    values = settings(amqp_url, mongo_url)
    async with running_suite(values) as (_, client):
        for _ in range(2):
            lines: list[str] = []
            await play(client, Screen(lines.append), password=PRACTICE_PASSWORD)
            assert lines[-1].startswith("Mọi số liệu khớp với hồ sơ năm 2022")
    assert (await verify(mongo_url, values["database_prefix"])).faults == []
