"""Days, moments and versions as inputs hold them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from shared.errors import DomainError, RefusalsError, refuse
from shared.language.vietnamese import VIETNAM
from shared.web.form_input import FormInput

Part = TypeVar("Part")
Reading = TypeVar("Reading")


def each(parts: Iterable[Part], read: Callable[[Part], Reading]) -> list[Reading]:
    """What each of the parts says. Raises the refusals of all that cannot be read (``input_invalid`` for several)."""
    found: list[Reading] = []
    faults: list[DomainError] = []
    for part in parts:
        try:
            found.append(read(part))
        except DomainError as error:
            faults += error.causes if isinstance(error, RefusalsError) else [error]
    refuse("input_invalid", faults)
    return found


def day(text: str, name: str) -> date | None:
    """A day as browsers send it or as people write it; None for nothing. Raises DomainError ``date_unreadable``."""
    text = text.strip()
    if not text:
        return None
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise DomainError("date_unreadable", field=name, text=text)


def needed_day(text: str, name: str) -> date:
    """As `day`, of an input that must have one. Raises DomainError ``date_missing`` for nothing, too."""
    found = day(text, name)
    if found is None:
        raise DomainError("date_missing", field=name)
    return found


def days(texts: Mapping[str, str], needed: Collection[str] = ()) -> dict[str, date | None]:
    """Days by the paths of their inputs.

    Raises DomainError with all faults: ``date_unreadable``, and ``date_missing`` where one is needed.
    """

    def read(path: str) -> date | None:
        return needed_day(texts[path], path) if path in needed else day(texts[path], path)

    return dict(zip(texts, each(texts, read), strict=True))


def moment(inputs: FormInput, name: str) -> datetime | None:
    """``<name>_date`` with ``<name>_time`` (midnight when empty), by Vietnam's clock; None without a date.

    Raises DomainError ``date_unreadable`` or ``time_unreadable``.
    """
    on = day(inputs.value(f"{name}_date"), f"{name}_date")
    clock = inputs.value(f"{name}_time").strip()
    if on is None:
        return None
    try:
        at = time.fromisoformat(clock) if clock else time.min
    except ValueError as error:
        raise DomainError("time_unreadable", field=f"{name}_time", text=clock) from error
    return datetime.combine(on, at.replace(tzinfo=None), VIETNAM)


def clock_parts(instant: datetime | None) -> tuple[str, str]:
    """A moment as the two inputs show it."""
    if instant is None:
        return "", ""
    local = instant.astimezone(VIETNAM)
    return local.date().isoformat(), local.strftime("%H:%M:%S" if local.second else "%H:%M")


def sent_version(text: str) -> int | None:
    """A version as a page sends it back; None for none. Raises DomainError ``input_invalid`` for nonsense."""
    found = version_of(text)
    if text and found is None:
        raise DomainError("input_invalid")
    return found


def version_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
