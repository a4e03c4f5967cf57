"""The editor's page of what a campaign is called, who issues and receives it, its dates and what it rests on."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from services.registration.context import Context
from services.registration.organisations.records import authorities
from shared.contracts.campaigns import Basis, Campaign
from shared.contracts.organisations import Organisation
from shared.identity import Actor, Role
from shared.language.vietnamese import format_date
from shared.web.form_input import FormInput, Row, at_rows, shown_rows
from shared.web.readings import clock_parts, day, each, moment, needed_day

_BASIS = re.compile(
    r"(?P<number>.+?)(?:,? ngày (?P<day>[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}))?(?:(?:, ?| của )(?P<issuer>.+))?"
)


class Basics(EditorSection):
    """Number, title, year, who issues and receives it, its dates and what it rests on."""

    empty: ClassVar[Mapping[str, Row]] = {"dates": {"date": "", "place": ""}, "recipients": {"organisation": ""}}

    def shown(self, campaign: Campaign) -> FormInput:
        on, at = clock_parts(campaign.signed_at)
        return FormInput(
            {
                "number": campaign.number,
                "title": campaign.title,
                "year": str(campaign.year),
                "issuer": campaign.issuer,
                "signed_at_date": on,
                "signed_at_time": at,
                "basis": "\n".join(basis_line(basis) for basis in campaign.basis),
                "criteria": "\n".join(campaign.criteria),
            },
            {
                "dates": shown_rows(campaign.dates),
                "recipients": [{"organisation": recipient} for recipient in campaign.recipients],
            },
        )

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        places, recipients = {name: inputs.filled(name) for name in self.empty}, inputs.rows_of("recipients")
        values = {
            "number": inputs.value("number"),
            "title": " ".join(inputs.value("title").split()),
            "year": inputs.value("year"),
            "issuer": inputs.value("issuer"),
            "recipients": [recipients[place].get("organisation", "") for place in places["recipients"]],
            "dates": each(places["dates"], lambda place: _date(inputs, place)),
            "signed_at": moment(inputs, "signed_at"),
            "basis": basis_of(inputs.value("basis")),
            "criteria": _lines(inputs.value("criteria")),
        }

        def anchor(path: str) -> str:
            for whole in ("basis", "criteria"):
                if path.startswith(whole):
                    return whole
            found = at_rows(path, places)
            return f"{found}.organisation" if found.startswith("recipients.") else found

        return Written(values, anchor)

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        found = await authorities(context.stores, context.today, {campaign.issuer, *campaign.recipients})
        return {"organisations": found, "issuers": issuers(context.actor, found)}


def issuers(actor: Actor, organisations: dict[str, Organisation]) -> list[Organisation]:
    """The organisations in whose name the person may announce."""
    return [known for known in organisations.values() if actor.has(Role.ADMINISTRATOR, known.id)]


def _date(inputs: FormInput, place: int) -> Values:
    row = inputs.rows_of("dates")[place]
    return {"date": needed_day(row.get("date", ""), f"dates.{place}.date"), "place": row.get("place", "")}


def basis_line(basis: Basis) -> str:
    """A căn cứ as one line: number, date, issuer."""
    dated = f" ngày {format_date(basis.date)}" if basis.date else ""
    return f"{basis.number}{dated}{f', {basis.issuer}' if basis.issuer else ''}"


def basis_of(text: str) -> list[Values]:
    """The căn cứ, one a line. Raises DomainError ``date_unreadable`` naming the field."""
    found = []
    for line in _lines(text):
        words = _BASIS.fullmatch(line)
        if words:
            on = day(words["day"] or "", "basis")
            found.append({"number": words["number"], "date": on, "issuer": words["issuer"]})
    return found


def _lines(text: str) -> list[str]:
    return [line.strip().removeprefix("- ").rstrip(";. ").strip() for line in text.splitlines() if line.strip(" -;.\t")]
