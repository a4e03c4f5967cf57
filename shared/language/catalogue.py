"""What a service says to people, written in Vietnamese, the English of it, and which of the two is spoken."""

import re
from ast import literal_eval
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path

import yaml

LANGUAGE_COOKIE = "sangkien_language"
SHARED = Path(__file__).parent
SentenceKey = tuple[str, str]  # a code and its sentence; a text of the pages has no code: ""
_PO_ENTRY = re.compile(r'^(?:msgctxt (".*")\n)?msgid (".*")\nmsgstr (".*")$', re.MULTILINE)


class Language(StrEnum):
    """What the pages speak; the value is the one of HTML's ``lang``."""

    VIETNAMESE = "vi"
    ENGLISH = "en"

    @classmethod
    def of(cls, text: str | None) -> "Language":
        """The language a cookie or a form names; anything unknown is Vietnamese."""
        return cls.ENGLISH if text == cls.ENGLISH else cls.VIETNAMESE


_spoken: ContextVar[Language] = ContextVar("language", default=Language.VIETNAMESE)


def current_language() -> Language:
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


class Catalogue:
    """Sentences for people: refusals and names by their code, the pages' words by themselves.

    Each folder's ``messages.yaml`` says what its codes mean, its ``en.po`` has the English of these sentences and of
    its templates. A sentence names its parameters in braces.
    """

    def __init__(self, *folders: Path) -> None:
        self._sentences: dict[str, str] = {}
        self._english: dict[SentenceKey, str] = {}
        for folder in (SHARED, *folders):
            self._sentences |= codes(folder)
            self._english |= english(folder)

    def __contains__(self, code: str) -> bool:
        return code in self._sentences

    def say(self, code: str, params: Mapping[str, object] | None = None) -> str:
        """The sentence of a code; a code without one is shown as it is, so that nothing is hidden."""
        return self._spoken(code, self._sentences.get(code, code), params or {})

    def translate(self, text: str, /, **values: object) -> str:
        """A text of the pages; what English lacks stays Vietnamese."""
        return self._spoken("", text, values)

    def _spoken(self, code: str, sentence: str, values: Mapping[str, object]) -> str:
        if current_language() is Language.ENGLISH:
            sentence = self._english.get((code, sentence)) or sentence
        return _fill(sentence, values)


def codes(folder: Path) -> dict[str, str]:
    """What a folder's codes mean, in Vietnamese. Read by libyaml: the parser in Python takes ten times as long."""
    if not (folder / "messages.yaml").exists():
        return {}
    found: dict[str, str] = yaml.load((folder / "messages.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found


def english(folder: Path) -> dict[SentenceKey, str]:
    """A folder's ``en.po``, where a code is the context of its sentence; what has no English yet is empty.

    Reads what ``make catalogues`` writes, a string a line, so that the images do without Babel, whose data on all
    languages take 36 MB.
    """
    if not (folder / "en.po").exists():
        return {}
    entries = _PO_ENTRY.findall((folder / "en.po").read_text(encoding="utf-8"))
    return {(literal_eval(code or '""'), literal_eval(text)): literal_eval(said) for code, text, said in entries}


def _fill(sentence: str, values: Mapping[str, object]) -> str:
    """The values put into the braces; one that is missing shows as an ellipsis."""
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], "…")), sentence)
