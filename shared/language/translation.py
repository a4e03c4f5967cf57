"""The language that is spoken: Vietnamese, or English where a person chose it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

LANGUAGE_COOKIE = "sangkien_language"


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
