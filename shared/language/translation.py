"""The second interface language: Vietnamese is the text itself, English a catalogue; what it lacks stays Vietnamese."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path

import yaml

LANGUAGE_COOKIE = "sangkien_language"
SHARED_ENGLISH = Path(__file__).parent / "en.yaml"


class Language(StrEnum):
    """What the pages speak; the value is the one of HTML's ``lang``."""

    VIETNAMESE = "vi"
    ENGLISH = "en"

    @classmethod
    def of(cls, text: str | None) -> "Language":
        """The language a cookie or a form names; anything unknown is Vietnamese."""
        return cls.ENGLISH if text == cls.ENGLISH else cls.VIETNAMESE


_spoken: ContextVar[Language] = ContextVar("language", default=Language.VIETNAMESE)


def spoken() -> Language:
    """The language of the request being answered; programs (``/api``) always hear Vietnamese."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Everything said inside the block is in this language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def fill(sentence: str, values: Mapping[str, object]) -> str:
    """Puts the values into a sentence's braces; one that is missing shows as an ellipsis."""
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], "…")), sentence)


class Translations:
    """The pages' own words, Vietnamese to English, read once."""

    def __init__(self, files: Iterable[Path] = ()) -> None:
        self._english: dict[str, str] = {}
        for file in (SHARED_ENGLISH, *files):
            self._english |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}

    def translate(self, text: str, /, **values: object) -> str:
        """The text in the language spoken, its braces filled."""
        sentence = self._english.get(text, text) if spoken() is Language.ENGLISH else text
        return fill(sentence, values)
