"""What the buttons of a consolidation's page do with what was ticked: each stands for an edit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.registration.consolidation.model.crosswalk import LeaveOut, Restore
from services.registration.consolidation.model.edit import Edit, ItemPlace
from services.registration.consolidation.model.lines import GiveBack, Merge, Refresh, Split, Take
from shared.errors import DomainError, conflict
from shared.web.form_input import FormInput

LINE, ITEM = "dong.", "lay."
"""Before the id in the name of a checkbox: a line; an offered item as ``<submission>/<item>``."""


@dataclass(frozen=True)
class Button:
    """A pressed button: its `argument` where it stands beside one line or item, and everything that was ticked."""

    argument: str
    inputs: FormInput

    @property
    def lines(self) -> tuple[str, ...]:
        return self._chosen(LINE)

    @property
    def items(self) -> tuple[ItemPlace, ...]:
        named = [name.partition("/") for name in self._chosen(ITEM)]
        return tuple(ItemPlace(submission=submission, item=item) for submission, _, item in named)

    def reason(self, name: str) -> str:
        """Raises DomainError ``leave_out_reason_missing``."""
        reason = self.inputs.value(name).strip()
        if not reason:
            raise DomainError("leave_out_reason_missing", field=name)
        return reason

    def _chosen(self, mark: str) -> tuple[str, ...]:
        ticked = (name.removeprefix(mark) for name in self.inputs.values if name.startswith(mark))
        return (self.argument,) if self.argument else tuple(ticked)


def edit_of(inputs: FormInput) -> tuple[Edit, str]:
    """The edit that the pressed button stands for, and the code of what will be done.

    Raises DomainError ``input_invalid`` and what the button raises.
    """
    action, _, argument = inputs.value("action").partition(":")
    if action not in BUTTONS:
        raise DomainError("input_invalid")
    make, done = BUTTONS[action]
    return make(Button(argument, inputs)), done


def _take(button: Button) -> Edit:
    """Raises DomainError ``nothing_chosen``: nothing named would be everything."""
    if not button.items:
        raise conflict("nothing_chosen")
    return Take(items=button.items)


def _leave_lines(button: Button) -> Edit:
    target = button.inputs.value("noi") or None
    return LeaveOut(lines=button.lines, reason=button.reason("reason-lines"), campaign=target)


BUTTONS: Mapping[str, tuple[Callable[[Button], Edit], str]] = {
    "take": (_take, "taken"),
    "take_all": (lambda _: Take(), "taken"),
    "give_back": (lambda button: GiveBack(lines=button.lines), "given_back"),
    "merge": (lambda button: Merge(lines=button.lines), "merged"),
    "split": (lambda button: Split(line=button.argument), "split"),
    "refresh": (lambda button: Refresh(lines=button.lines), "refreshed"),
    "leave_items": (lambda button: LeaveOut(items=button.items, reason=button.reason("reason-items")), "left_out"),
    "leave_lines": (_leave_lines, "left_out"),
    "restore": (lambda button: Restore(lines=button.lines), "restored"),
    "restore_item": (lambda button: Restore(items=button.items), "restored"),
}
