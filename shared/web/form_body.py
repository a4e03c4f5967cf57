"""What a person had typed when a form could not be taken: shown again or carried on, so that nothing is lost."""

import contextlib
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.requests import ClientDisconnect

from shared.web.middleware import MAX_FIELDS, MAX_KEPT

SECRETS = frozenset({"password", "current", "new", "repeat"})
"""Fields that no page ever sends back."""


@dataclass(frozen=True)
class FormBody:
    """The fields of a form, in order; `whole` is false when they were too many or too long to keep."""

    fields: tuple[tuple[str, str], ...] = ()
    whole: bool = True

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """What looks written by a person: the rest are ids, numbers and choices that travel along unseen."""
        return tuple((name, value) for name, value in self.fields if _by_hand(value))

    @property
    def rest(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, value) for name, value in self.fields if not _by_hand(value))


def _by_hand(value: str) -> bool:
    return not value.isascii() or any(character.isspace() for character in value.strip())


def parse(body: str) -> FormBody:
    """The fields of a form's body, but for the secret ones."""
    if len(body) > MAX_KEPT:
        return FormBody(whole=False)
    try:
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        return FormBody(whole=False)
    kept = tuple((name, value) for name, value in pairs if name not in SECRETS)
    return FormBody(kept, len(kept) == len(pairs))


async def form_body(request: Request) -> FormBody:
    """What the request carried, read to its end; nothing whole when it is no form or longer than is kept."""
    if not hasattr(request.state, "form_body"):
        return FormBody(whole=False)
    with contextlib.suppress(RuntimeError, ClientDisconnect):  # read before: the middleware has noted it
        await request.body()
    return parse(bytes(request.state.form_body).decode("ascii", "replace"))
