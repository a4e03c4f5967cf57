"""The Vietnamese texts of a notification: a sentence for the application, subject and body for a mail.

``kinds/<kind>.txt`` has all of a kind in blocks, its mark in lists as well; ``words.txt`` what they share. How an
announcement ends is a kind of form's to say, in its package's ``announced.txt``.

Names, numbers and deadlines come from the copies at the moment of writing, so an amended campaign is named rightly.
"""

from collections.abc import Mapping
from itertools import count, takewhile
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, select_autoescape

from services.notify.channels.model.records import Known
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormPeriod
from shared.contracts.notifications import Audience, Notification, NotificationKind
from shared.forms.registry import homes
from shared.language.period_names import period_name
from shared.rules.naming import asked_name

TEMPLATES = Path(__file__).parent / "templates"


class Wording:
    """Fills the templates. What a notification names and nobody has told yet appears by its id."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url.rstrip("/")
        self._environment = Environment(
            loader=ChoiceLoader(
                [
                    FileSystemLoader(TEMPLATES),
                    PrefixLoader({kind: FileSystemLoader(home / "templates") for kind, home in homes().items()}),
                ]
            ),
            autoescape=select_autoescape(("html",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= vars(self._environment.get_template("words.txt").module)

    def mark(self, kind: NotificationKind) -> str:
        """How lists mark a notification of this kind: as good, bad, waiting and so on, see ``ui.badge``."""
        return self._block("mark", kind, {})

    def sentence(self, notification: Notification, known: Known) -> str:
        """One line for the list of notifications."""
        return self._line("sentence", notification, known)

    def subject(self, notification: Notification, known: Known) -> str:
        """One line, whatever line breaks people's texts hold: it becomes a mail header."""
        return self._line("subject", notification, known)

    def letter(self, notification: Notification, known: Known) -> tuple[str, str]:
        """The mail's text and its HTML, both with a greeting and a link."""
        values = self._values(notification, known)
        body = self._block("body", notification.kind, values)
        paragraphs = [part.strip().splitlines() for part in body.split("\n\n") if part.strip()]
        values |= {"paragraphs": paragraphs, "link": self._public_url + path_of(notification)}
        text, html = (self._environment.get_template(name).render(values) for name in ("letter.txt", "letter.html"))
        return text, html

    def _line(self, block: str, notification: Notification, known: Known) -> str:
        return " ".join(self._block(block, notification.kind, self._values(notification, known)).split())

    def _block(self, block: str, kind: NotificationKind, values: dict[str, Any]) -> str:
        template = self._environment.get_template(f"kinds/{kind.value}.txt")
        return "".join(template.blocks[block](template.new_context(values)))

    def _values(self, notification: Notification, known: Known) -> dict[str, Any]:
        campaign = known.campaigns.get(notification.campaign)
        names = {ident: heard.name for ident, heard in known.organisations.items()}
        short_names = {ident: heard.short_name for ident, heard in known.organisations.items()}
        organisation = known.organisations.get(notification.organisation)
        reviewing = notification.audience is Audience.REVIEWERS
        return {
            "name": lambda ident: names.get(ident, ident),
            "short": lambda ident: short_names.get(ident, ident),
            "organisation": notification.organisation,
            "office": organisation.reviewing_office if organisation and reviewing else None,
            "campaign": campaign,
            "campaign_id": notification.campaign,
            "lead": leading(campaign) if campaign else None,
            "form_name": form_name(
                known.campaigns.get(notification.facts.get("above", "")) or campaign, notification.facts
            ),
            "closings": [*(f"{form.kind}/announced.txt" for form in campaign.forms), "announced.txt"]
            if campaign
            else [],
            "facts": notification.facts,
            "items": items_of(notification.facts),
            "public_url": self._public_url,
        }


def leading(campaign: Campaign) -> Form | None:
    """The form whose deadline alone an announcement names: the others report on it, and each is sent once.

    None for any other campaign: its announcement lists every form.
    """
    first = [form for form in campaign.forms if form.answers is None]
    listed = any(len(form.periods) > 1 or form.repeat or form.optional for form in campaign.forms)
    return None if listed or len(first) != 1 else first[0]


def form_name(campaign: Campaign | None, facts: Mapping[str, str]) -> str:
    """The form in its period that a notification speaks of; of several periods the first and the last."""
    if "form" not in facts:
        return ""
    name = asked_name(campaign, FormPeriod(facts["form"], facts.get("period")))
    return f"{name} đến {period_name(facts['last_period'])}" if "last_period" in facts else name


def path_of(notification: Notification) -> str:
    """The page of what the notification speaks of."""
    kind, _, ident = notification.subject.partition("/")
    if kind == "case":
        return f"/tham-dinh/{notification.organisation}/{ident}"
    return {"submission": f"/dang-ky/{ident}", "campaign": f"/phong-trao/{ident}"}[kind]


def items_of(facts: Mapping[str, str]) -> list[dict[str, str]]:
    """The items that a decision speaks of: content, outcome, reason."""
    numbers = takewhile(lambda number: f"item.{number}.content" in facts, count(1))
    parts = ("content", "outcome", "reason")
    return [{part: facts.get(f"item.{number}.{part}", "") for part in parts} for number in numbers]
