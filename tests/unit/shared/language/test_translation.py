"""English is a gettext catalogue: everything that the pages say, nothing else, the same braces, and never a gap."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from deploy.catalogues import CATALOGUES, po_text, texts, updated
from shared.language.catalogue import Catalogue, Language, english, speaking

each_catalogue = pytest.mark.parametrize("folder", CATALOGUES, ids=lambda folder: CATALOGUES[folder].name)


def braces(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@each_catalogue
def test_a_catalogue_has_exactly_what_is_said(folder: Path) -> None:
    """`make catalogues` brings it up to date and tells what to translate."""
    text, catalogue = (folder / "en.po").read_text(encoding="utf-8"), updated(folder)
    assert text == po_text(catalogue)
    assert "fuzzy" not in text
    assert [message.id for message in catalogue if message.id and not message.string] == []


@each_catalogue
def test_a_translation_fills_the_same_braces(folder: Path) -> None:
    assert [entry for entry, said in english(folder).items() if braces(entry[1]) != braces(said)] == []


@each_catalogue
def test_the_services_read_what_gettext_reads(folder: Path) -> None:
    with (folder / "en.po").open("rb") as file:
        catalogue = read_po(file)
    assert english(folder) == {("", ""): ""} | {(one.context or "", one.id): one.string for one in catalogue if one.id}


def test_a_sentence_that_cannot_be_found_is_refused() -> None:
    template = '<p>{{ _("Chào {name}", name=name) }}</p>\n<p>{{ _(greeting, name=name) }}{{ _(greeting) }}</p>'
    found = texts(template)
    assert next(found) == "Chào {name}"
    with pytest.raises(ValueError, match="line 2"):
        next(found)
    with pytest.raises(ValueError, match="line 1"):
        list(texts("{{ _(greeting) }}"))


def test_what_english_lacks_stays_vietnamese() -> None:
    words = Catalogue(*CATALOGUES)
    with speaking(Language.ENGLISH):
        assert words.translate("Đăng nhập") == "Sign in"
        assert words.translate("Chưa có câu này, {name}", name="A") == "Chưa có câu này, A"
        assert words.say("not_found") == "This page or content was not found."
    assert words.translate("Đăng nhập") == "Đăng nhập"
    assert words.say("not_found").startswith("Không tìm thấy")
