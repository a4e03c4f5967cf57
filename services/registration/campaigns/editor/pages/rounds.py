"""The editor's page of the rounds (đợt) of a movement."""

from datetime import date

from services.registration.campaigns.editor.pages.section import EditorSection, each
from shared.contracts.campaigns import Campaign
from shared.errors import DomainError
from shared.language.vietnamese import long_date
from shared.web.form_input import FormInput, Row, Values, Written, at_rows
from shared.web.readings import day

EMPTY_ROUND = {"name": "", "starts": "", "ends": "", "wording": ""}


class Rounds(EditorSection):
    """The rounds in their order: what they are called, from which day to which."""

    def shown(self, campaign: Campaign) -> FormInput:
        rows = [
            {
                "name": turn.name,
                "starts": turn.starts.isoformat() if turn.starts else "",
                "ends": turn.ends.isoformat(),
                "wording": turn.wording,
            }
            for turn in campaign.rounds
        ]
        return FormInput(rows={"rounds": rows})

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        return inputs.acted("rounds", verb, argument, EMPTY_ROUND)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Names that were left empty count on. A wording that was left empty, or made so before, follows the days."""
        places = inputs.filled("rounds")
        made = {proposed_wording(turn.starts, turn.ends) for turn in campaign.rounds}
        rows = inputs.rows_of("rounds")
        rounds: list[Values] = []
        days = each(places, lambda place: _days(rows[place], place))
        for order, (place, (starts, ends)) in enumerate(zip(places, days, strict=True), start=1):
            wording = " ".join(rows[place].get("wording", "").split())
            if not wording or wording in made:
                wording = proposed_wording(starts, ends)
            name = rows[place].get("name", "").strip() or f"Đợt {order}"
            rounds.append({"name": name, "starts": starts, "ends": ends, "wording": wording})
        return Written({"rounds": rounds}, lambda path: at_rows(path, {"rounds": places}))


def proposed_wording(starts: date | None, ends: date) -> str:
    """A round in the words of the plans."""
    first = f"ngày {long_date(starts)}" if starts else "ngày ban hành kế hoạch"
    return f"Từ {first} đến ngày {long_date(ends)}"


def _days(row: Row, place: int) -> tuple[date | None, date]:
    starts = day(row.get("starts", ""), f"rounds.{place}.starts")
    ends = day(row.get("ends", ""), f"rounds.{place}.ends")
    if ends is None:
        raise DomainError("date_missing", field=f"rounds.{place}.ends")
    return starts, ends
