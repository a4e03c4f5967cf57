"""``make screenshots``: the main pages of every role on a telephone and on a desk, for the README and the guides."""

import asyncio
from pathlib import Path

from playwright.async_api import Error, async_playwright

from deploy.demo import PRACTICE_PASSWORD
from deploy.local import throw_away
from tests.browser.chromium import launch
from tests.browser.people import DESK, PHONE, Device, People
from tests.browser.picture import take
from tests.browser.picture_data import prepare
from tests.browser.shots import SHOTS, Shot

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"


async def shoot(people: People, shot: Shot, device: Device) -> bytes:
    """One picture. Raises ValueError when the page is not there; Playwright's errors pass."""
    page = await people.page(shot.account, device)
    answer = await page.goto(shot.address)
    if answer is None or answer.status != shot.status:
        raise ValueError(f"{shot.address} answered {answer and answer.status}")
    await shot.act(page)
    return await take(page)


async def shoot_all(url: str) -> tuple[dict[str, bytes], list[str]]:
    """Every picture by its file's name, and what could not be taken and why: one that fails does not stop the rest."""
    pictures, missing = {}, []
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        people = People(browser, url, PRACTICE_PASSWORD)
        for device in (PHONE, DESK):
            for shot in SHOTS:
                name = f"{shot.name}-{device}.webp"
                try:
                    pictures[name] = await shoot(people, shot, device)
                except (Error, ValueError, AssertionError) as problem:
                    missing.append(f"{name}: {problem}")
                await people.close()
        await browser.close()
    return pictures, missing


async def play_and_shoot(url: str) -> tuple[dict[str, bytes], list[str]]:
    await prepare(url)
    return await shoot_all(url)


def keep(pictures: dict[str, bytes], folder: Path) -> None:
    """Writes them in place of those that were there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
    for file in folder.iterdir():
        if file.name not in pictures:
            file.unlink()


def main() -> int:
    with throw_away() as (url, _):
        pictures, missing = asyncio.run(play_and_shoot(url))
    if missing:
        print("Not taken, the old pictures stay:", *missing, sep="\n  ")
        return 1
    keep(pictures, FOLDER)
    print(f"  {len(pictures)} pictures, {sum(map(len, pictures.values())) / 1_000_000:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
