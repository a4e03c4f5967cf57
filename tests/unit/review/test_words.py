"""Every word of the desk's pages has its English twin."""

import re
from pathlib import Path

import yaml

from tests import ROOT

FOLDER = ROOT / "services" / "review"
SHARED = ROOT / "shared"


def read(file: Path) -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def test_every_sentence_of_the_templates_is_translated() -> None:
    english = read(SHARED / "language" / "en.yaml") | read(FOLDER / "en.yaml")
    used = {
        found
        for file in FOLDER.rglob("templates/*.html")
        for found in re.findall(r'\b_\(\s*"((?:[^"\\]|\\.)*)"', file.read_text(encoding="utf-8"))
    }
    assert used - set(english) == set()
    for text in used:
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[text])), text


def test_both_catalogues_hold_the_same_codes_with_the_same_parameters() -> None:
    vietnamese, english = read(FOLDER / "messages.yaml"), read(FOLDER / "messages.en.yaml")
    assert set(vietnamese) == set(english)
    for code, sentence in vietnamese.items():
        assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", english[code])), code
