"""The pages of the campaign editor: what each shows of a campaign, and what it makes of what was inputs."""

import re
from collections.abc import Mapping

from services.registration.campaigns.editor.pages.forms import Forms, Layout
from services.registration.campaigns.editor.pages.rounds import Rounds
from services.registration.campaigns.editor.pages.section import Section
from shared.contracts.campaigns import Basis, Campaign, Field
from shared.errors import DomainError
from shared.language.codes import proposed_code
from shared.language.vietnamese import format_date
from shared.refusals import refuse
from shared.web.form_input import FormInput, Values, Written, at_rows
from shared.web.readings import clock_parts, day, moment

_BASIS = re.compile(
    r"(?P<number>.+?)(?:,? ngày (?P<day>[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}))?(?:(?:, ?| của )(?P<issuer>.+))?"
)


class Basics:
    """Number, title, year, who issues and receives it, its dates and what it rests on."""

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
                "dates": [{"date": dated.date.isoformat(), "place": dated.place} for dated in campaign.dates],
                "recipients": [{"organisation": recipient} for recipient in campaign.recipients],
            },
        )

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        name, _, place = argument.partition(".")
        empty = {"dates": {"date": "", "place": ""}, "recipients": {"organisation": ""}}
        return inputs.acted(name, verb, place, empty[name]) if name in empty else inputs

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        places = {name: inputs.filled(name) for name in ("dates", "recipients")}
        dates, faults = [], []
        for place in places["dates"]:
            row = inputs.rows_of("dates")[place]
            try:
                dates.append({"date": day(row.get("date", ""), f"dates.{place}.date"), "place": row.get("place", "")})
            except DomainError as error:
                faults.append(error)
            else:
                if dates[-1]["date"] is None:
                    faults.append(DomainError("date_missing", field=f"dates.{place}.date"))
        refuse("input_invalid", faults)
        values = {
            "number": inputs.value("number"),
            "title": " ".join(inputs.value("title").split()),
            "year": inputs.value("year"),
            "issuer": inputs.value("issuer"),
            "recipients": [
                inputs.rows_of("recipients")[place].get("organisation", "") for place in places["recipients"]
            ],
            "dates": dates,
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


class Fields:
    """The fields (lĩnh vực) in their order."""

    def shown(self, campaign: Campaign) -> FormInput:
        rows = [{"number": str(f.number), "name": f.name, "code": f.code} for f in campaign.fields]
        return FormInput(rows={"fields": rows})

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        return inputs.acted("fields", verb, argument, {"number": "", "name": "", "code": ""})

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Numbers that were left empty count on; codes that were left empty are proposed from the name."""
        places = inputs.filled("fields")
        rows = []
        for order, place in enumerate(places, start=1):
            row = {name: text.strip() for name, text in inputs.rows_of("fields")[place].items()}
            code = row.get("code") or _known(campaign, row.get("name", "")) or proposed_code(row.get("name", ""))
            rows.append({"number": row.get("number") or order, "name": row.get("name", ""), "code": code})
        return Written({"fields": rows}, lambda path: at_rows(path, {"fields": places}))


class Units:
    """Who must answer, and in which words the plan says it."""

    def shown(self, campaign: Campaign) -> FormInput:
        ticked = {f"unit.{organisation}": "on" for organisation in campaign.obliged}
        return FormInput({**ticked, "obliged_wording": campaign.obliged_wording})

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        """``tick`` and ``clear`` take the ids of organisations, joined by commas."""
        values = dict(inputs.values)
        for ident in argument.split(","):
            if verb == "tick":
                values[f"unit.{ident}"] = "on"
            elif verb == "clear":
                values.pop(f"unit.{ident}", None)
        return FormInput(values, inputs.rows)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        ticked = [name.removeprefix("unit.") for name in inputs.values if name.startswith("unit.") and inputs.on(name)]
        before, chosen = set(campaign.obliged), set(ticked)
        shown = {ident for ident in inputs.value("shown").split(",") if ident}  # of a long list only a part is shown
        kept = [unit for unit in campaign.obliged if unit in chosen or (shown and unit not in shown)]
        added = [unit for unit in ticked if unit not in before]
        values = {"obliged": [*kept, *added], "obliged_wording": inputs.value("obliged_wording")}
        return Written(values, lambda path: "obliged" if path.startswith("obliged.") else path)


class Parents:
    """The campaigns of the bodies above that this one feeds."""

    def shown(self, campaign: Campaign) -> FormInput:
        return FormInput({f"parent.{parent}": "on" for parent in campaign.parents})

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        return inputs

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        ticked = [n.removeprefix("parent.") for n in inputs.values if n.startswith("parent.") and inputs.on(n)]
        return Written({"parents": ticked}, lambda _: "parents")


SECTIONS: Mapping[str, Section] = {
    "thong-tin": Basics(),
    "linh-vuc": Fields(),
    "bieu-mau": Forms(),
    "cot-va-de-cuong": Layout(),
    "dot": Rounds(),
    "don-vi": Units(),
    "cap-tren": Parents(),
}
"""The editor's pages by the last part of their address, in their order."""


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


def _known(campaign: Campaign, name: str) -> str:
    """The code that a field of this very name has already."""
    field: Field | None = next((f for f in campaign.fields if f.name == name), None)
    return field.code if field else ""


def _lines(text: str) -> list[str]:
    return [line.strip().removeprefix("- ").rstrip(";. ").strip() for line in text.splitlines() if line.strip(" -;.\t")]
