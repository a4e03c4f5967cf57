"""The editor's pages of what stands in rows: the fields (lĩnh vực) and the rounds (đợt) of a movement."""

from datetime import date

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from shared.contracts.campaigns import Campaign
from shared.language.vietnamese import long_date, proposed_code
from shared.web.form_input import FormInput, Row
from shared.web.readings import day, each, needed_day

EMPTY_FIELDS = {"fields": {"number": "", "name": "", "code": ""}}
EMPTY_ROUNDS = {"rounds": {"name": "", "starts": "", "ends": "", "wording": ""}}


class Fields(EditorSection):
    """The fields in their order."""

    empty = EMPTY_FIELDS

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Numbers that were left empty count on; codes that were left empty are proposed from the name."""
        known = {field.name: field.code for field in reversed(campaign.fields)}
        fields: list[Values] = []
        for order, typed in enumerate(inputs.kept("fields"), start=1):
            row = {name: typed.get(name, "").strip() for name in EMPTY_FIELDS["fields"]}
            code = row["code"] or known.get(row["name"]) or proposed_code(row["name"])
            fields.append({"number": row["number"] or order, "name": row["name"], "code": code})
        return Written({"fields": fields}, inputs.anchor("fields"))


class Rounds(EditorSection):
    """The rounds in their order: what they are called, from which day to which."""

    empty = EMPTY_ROUNDS

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Names that were left empty count on. A wording that was left empty, or made so before, follows the days."""
        made = {proposed_wording(turn.starts, turn.ends) for turn in campaign.rounds}
        rows = {place: inputs.rows_of("rounds")[place] for place in inputs.filled("rounds")}
        rounds = each(rows.items(), lambda placed: _round(*placed, made))
        for order, turn in enumerate(rounds, start=1):
            turn["name"] = turn["name"] or f"Đợt {order}"
        return Written({"rounds": rounds}, inputs.anchor("rounds"))


def proposed_wording(starts: date | None, ends: date) -> str:
    """A round in the words of the plans."""
    first = f"ngày {long_date(starts)}" if starts else "ngày ban hành kế hoạch"
    return f"Từ {first} đến ngày {long_date(ends)}"


def _round(place: int, row: Row, made: set[str]) -> Values:
    starts = day(row.get("starts", ""), f"rounds.{place}.starts")
    ends = needed_day(row.get("ends", ""), f"rounds.{place}.ends")
    wording = " ".join(row.get("wording", "").split())
    if not wording or wording in made:
        wording = proposed_wording(starts, ends)
    return {"name": row.get("name", "").strip(), "starts": starts, "ends": ends, "wording": wording}
