"""What the buttons of a consolidation's page do with what was ticked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.registration.consolidation.commands import lines as handlers
from services.registration.consolidation.model.sources import Place
from services.registration.context import Context
from shared.errors import DomainError, conflict

LINE, ITEM = "dong.", "lay."
"""Before the id in the name of a checkbox: a line; an offered item as ``<submission>/<item>``."""


@dataclass(frozen=True)
class Pressed:
    """A pressed button: its `argument` where it stands beside one line or item, and everything that was ticked."""

    context: Context
    ident: str
    sent: dict[str, str]
    argument: str

    @property
    def lines(self) -> list[str]:
        ticked = [name.removeprefix(LINE) for name in self.sent if name.startswith(LINE)]
        return [self.argument] if self.argument else ticked

    @property
    def items(self) -> list[Place]:
        ticked = [name.removeprefix(ITEM) for name in self.sent if name.startswith(ITEM)]
        return [_place(name) for name in ([self.argument] if self.argument else ticked)]

    def reason(self, place: str) -> str:
        """Raises DomainError ``leave_out_reason_missing``."""
        reason = self.sent.get(place, "").strip()
        if not reason:
            raise DomainError("leave_out_reason_missing", field=place)
        return reason


async def act(context: Context, ident: str, sent: dict[str, str]) -> str:
    """Carries out the pressed button; the code of what was done."""
    action, _, argument = sent.get("action", "").partition(":")
    if action not in ACTIONS:
        raise DomainError("input_invalid")
    command, done = ACTIONS[action]
    await command(Pressed(context, ident, sent, argument))
    return done


async def _take(pressed: Pressed) -> None:
    if not pressed.items:
        raise conflict("nothing_chosen")
    await handlers.take(pressed.context, pressed.ident, pressed.items)


async def _take_all(pressed: Pressed) -> None:
    await handlers.take(pressed.context, pressed.ident, [])


async def _give_back(pressed: Pressed) -> None:
    await handlers.give_back(pressed.context, pressed.ident, pressed.lines)


async def _merge(pressed: Pressed) -> None:
    await handlers.merge(pressed.context, pressed.ident, pressed.lines)


async def _split(pressed: Pressed) -> None:
    await handlers.split(pressed.context, pressed.ident, pressed.argument)


async def _refresh(pressed: Pressed) -> None:
    await handlers.refresh(pressed.context, pressed.ident, pressed.lines)


async def _leave_items(pressed: Pressed) -> None:
    reason = pressed.reason("reason-items")
    await handlers.leave_out(pressed.context, pressed.ident, items=pressed.items, reason=reason)


async def _leave_lines(pressed: Pressed) -> None:
    reason, campaign = pressed.reason("reason-lines"), pressed.sent.get("noi") or None
    await handlers.leave_out(pressed.context, pressed.ident, lines=pressed.lines, reason=reason, campaign=campaign)


async def _restore_line(pressed: Pressed) -> None:
    await handlers.restore(pressed.context, pressed.ident, lines=pressed.lines)


async def _restore_item(pressed: Pressed) -> None:
    await handlers.restore(pressed.context, pressed.ident, items=pressed.items)


def _place(name: str) -> Place:
    submission, _, item = name.partition("/")
    return submission, item


ACTIONS: dict[str, tuple[Callable[[Pressed], Awaitable[None]], str]] = {
    "take": (_take, "taken"),
    "take_all": (_take_all, "taken"),
    "give_back": (_give_back, "given_back"),
    "merge": (_merge, "merged"),
    "split": (_split, "split"),
    "refresh": (_refresh, "refreshed"),
    "leave_items": (_leave_items, "left_out"),
    "leave_lines": (_leave_lines, "left_out"),
    "restore": (_restore_line, "restored"),
    "restore_item": (_restore_item, "restored"),
}
