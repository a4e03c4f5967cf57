"""English is a catalogue beside the Vietnamese: the same codes, the same braces, and never a gap."""

import re
from pathlib import Path

import pytest
import yaml

from shared.language.translation import Language, Translations, speaking
from shared.web.problems import Catalogue
from tests import ROOT

TWINS = [file for file in ROOT.glob("s*/**/messages.yaml") if file.with_suffix(".en.yaml").exists()]
ENGLISH = [file for file in ROOT.glob("s*/**/en.yaml") if "messages" not in file.name]


def braces(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("file", TWINS, ids=lambda file: file.parent.name)
def test_both_languages_know_the_same_codes(file: Path) -> None:
    vietnamese = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    english = yaml.safe_load(file.with_suffix(".en.yaml").read_text(encoding="utf-8")) or {}
    assert set(english) == set(vietnamese)
    assert [code for code in english if not braces(english[code]) <= braces(vietnamese[code])] == []


@pytest.mark.parametrize("file", ENGLISH, ids=lambda file: file.parent.name)
def test_a_translation_fills_the_same_braces(file: Path) -> None:
    words = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    assert [text for text, english in words.items() if braces(text) != braces(english)] == []


def test_what_english_lacks_stays_vietnamese() -> None:
    words = Translations()
    with speaking(Language.ENGLISH):
        assert words.translate("Đăng nhập") == "Sign in"
        assert words.translate("Chưa có câu này, {name}", name="A") == "Chưa có câu này, A"
        assert Catalogue().say("not_found") == "This page or content was not found."
    assert words.translate("Đăng nhập") == "Đăng nhập"
    assert Catalogue().say("not_found").startswith("Không tìm thấy")
