"""The editor's page of what a campaign is called, who issues and receives it, its dates and what it rests on."""

import re
from typing import Any

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from services.registration.context import Context
from services.registration.organisations.records import authorities
from shared.contracts.campaigns import Basis, Campaign
from shared.contracts.organisations import Organisation
from shared.identity import Actor, Role
from shared.language.vietnamese import format_date
from shared.web.form_input import FormInput, at_rows, shown_rows
from shared.web.readings import clock_parts, day, days, moment

_BASIS = re.compile(
    r"(?P<number>.+?)(?:,? ngày (?P<day>[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}))?(?:(?:, ?| của )(?P<issuer>.+))?"
)
EMPTY = {"dates": {"date": "", "place": ""}, "recipients": {"organisation": ""}}


class Basics(EditorSection):
    """Number, title, year, who issues and receives it, its dates and what it rests on."""

    empty = EMPTY

    def shown(self, campaign: Campaign) -> FormInput:
        values = {name: str(getattr(campaign, name)) for name in ("number", "title", "year", "issuer")}
        values["signed_at_date"], values["signed_at_time"] = clock_parts(campaign.signed_at)
        values["basis"] = "\n".join(basis_line(basis) for basis in campaign.basis)
        values["criteria"] = "\n".join(campaign.criteria)
        recipients = [{"organisation": recipient} for recipient in campaign.recipients]
        return FormInput(values, {"dates": shown_rows(campaign.dates), "recipients": recipients})

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        dates = {f"dates.{place}.date": inputs.rows_of("dates")[place] for place in inputs.filled("dates")}
        on = days({path: row.get("date", "") for path, row in dates.items()}, needed=dates)
        values = {
            **{name: inputs.value(name) for name in ("number", "year", "issuer")},
            "title": " ".join(inputs.value("title").split()),
            "recipients": [row.get("organisation", "") for row in inputs.kept("recipients")],
            "dates": [{"date": on[path], "place": row.get("place", "")} for path, row in dates.items()],
            "signed_at": moment(inputs, "signed_at"),
            "basis": basis_of(inputs.value("basis")),
            "criteria": _lines(inputs.value("criteria")),
        }

        def anchor(path: str) -> str:
            if (whole := path.partition(".")[0]) in {"basis", "criteria"}:
                return whole
            found = at_rows(path, {name: inputs.filled(name) for name in self.empty})
            return f"{found}.organisation" if found.startswith("recipients.") else found

        return Written(values, anchor)

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        found = await authorities(context.stores, context.today, {campaign.issuer, *campaign.recipients})
        return {"organisations": found, "issuers": issuers(context.actor, found)}


def issuers(actor: Actor, organisations: dict[str, Organisation]) -> list[Organisation]:
    """The organisations in whose name the person may announce."""
    return [known for known in organisations.values() if actor.has(Role.ADMINISTRATOR, known.id)]


def basis_line(basis: Basis) -> str:
    """A căn cứ as one line: number, date, issuer."""
    dated = f" ngày {format_date(basis.date)}" if basis.date else ""
    return f"{basis.number}{dated}{f', {basis.issuer}' if basis.issuer else ''}"


def basis_of(text: str) -> list[Values]:
    """The căn cứ, one a line. Raises DomainError ``date_unreadable`` naming the field."""
    found = (_BASIS.fullmatch(line) for line in _lines(text))
    return [
        {"number": one["number"], "date": day(one["day"] or "", "basis"), "issuer": one["issuer"]}
        for one in found
        if one is not None
    ]


def _lines(text: str) -> list[str]:
    return [line.strip().removeprefix("- ").rstrip(";. ").strip() for line in text.splitlines() if line.strip(" -;.\t")]
