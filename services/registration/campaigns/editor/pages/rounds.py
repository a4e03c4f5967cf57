"""The editor's page of the rounds (đợt) of a movement."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from shared.contracts.campaigns import Campaign
from shared.language.vietnamese import long_date
from shared.web.form_input import FormInput, Row, at_rows, shown_rows
from shared.web.readings import day, each, needed_day


class Rounds(EditorSection):
    """The rounds in their order: what they are called, from which day to which."""

    empty: ClassVar[Mapping[str, Row]] = {"rounds": dict.fromkeys(("name", "starts", "ends", "wording"), "")}

    def shown(self, campaign: Campaign) -> FormInput:
        return FormInput(rows={"rounds": shown_rows(campaign.rounds)})

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
    head = f"rounds.{place}"
    return day(row.get("starts", ""), f"{head}.starts"), needed_day(row.get("ends", ""), f"{head}.ends")
