"""The guides and the README name pictures and pages that are there; the pictures are those that are taken."""

import re
from pathlib import Path

import pytest

from tests import ROOT
from tests.browser.people import DESK, PHONE
from tests.browser.shots import SHOTS

GUIDES = (
    ROOT / "README.md",
    ROOT / "docs" / "huong-dan-su-dung.md",
    *sorted((ROOT / "docs" / "huong-dan").glob("*.md")),
)
NAMED = re.compile(r'\]\(([^)#\s]+)(?:#[^)]*)?\)|<img [^>]*src="([^"]+)"')
LARGEST, ALL_TOGETHER = 300_000, 6_000_000
"""Bytes of one picture and of all: a checkout on a slow line stays quick."""


def named(guide: Path) -> list[Path]:
    """The files of this repository that a page names."""
    text = re.sub(r"^```.*?^```", "", guide.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = (link or picture for link, picture in NAMED.findall(text))
    return [guide.parent / target for target in targets if "://" not in target]


def test_there_is_a_guide_for_every_role() -> None:
    names = {guide.stem for guide in GUIDES}
    assert {"can-bo-dang-ky", "nguoi-tham-dinh", "lanh-dao", "quan-tri", "nguoi-van-hanh"} <= names
    index = {file.resolve() for file in named(ROOT / "docs" / "huong-dan-su-dung.md")}
    assert {guide.resolve() for guide in GUIDES[2:]} <= index


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_what_a_guide_names_is_there(guide: Path) -> None:
    files = named(guide)
    assert files
    assert [str(file) for file in files if not file.exists()] == []


def test_every_picture_has_words_for_who_cannot_see_it() -> None:
    for guide in GUIDES:
        text = guide.read_text(encoding="utf-8")
        assert re.findall(r"!\[\s*\]\(|<img (?![^>]*alt=\"[^\"]+\")", text) == [], guide.name


def test_the_pictures_are_those_that_are_taken() -> None:
    there = {file.name for file in (ROOT / "docs" / "screenshots").iterdir()}
    assert there == {f"{shot.name}-{device}.webp" for shot in SHOTS for device in (PHONE, DESK)}


def test_pictures_are_small() -> None:
    pictures = {file: file.stat().st_size for file in (ROOT / "docs" / "screenshots").iterdir()}
    assert pictures
    assert [file.name for file, size in pictures.items() if size > LARGEST] == []
    assert sum(pictures.values()) <= ALL_TOGETHER
