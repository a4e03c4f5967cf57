"""The editor's page of the rounds (đợt) of a movement."""

from datetime import date

from shared.contracts.campaigns import Campaign
from shared.errors import DomainError
from shared.language.vietnamese import long_date
from shared.refusals import refuse
from shared.web.form_input import FormInput, Row, Values, Written, at_rows
from shared.web.readings import day

EMPTY_ROUND = {"name": "", "starts": "", "ends": "", "wording": ""}


class Rounds:
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
        rounds: list[Values] = []
        faults: list[DomainError] = []
        for order, place in enumerate(places, start=1):
            row = inputs.rows_of("rounds")[place]
            try:
                starts, ends = _days(row, place)
            except DomainError as error:
                faults.append(error)
                continue
            wording = " ".join(row.get("wording", "").split())
            if not wording or wording in made:
                wording = proposed_wording(starts, ends)
            name = row.get("name", "").strip() or f"Đợt {order}"
            rounds.append({"name": name, "starts": starts, "ends": ends, "wording": wording})
        refuse("input_invalid", faults)
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
