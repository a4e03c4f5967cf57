"""A new campaign from an earlier one: the same fields, forms and units, its dates moved to another year by choice."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from shared.contracts.campaigns import CampaignDefinition, CampaignRound
from shared.contracts.forms import Form, Period
from shared.language.deadlines import Deadline
from shared.language.vietnamese import VIETNAM, proposed_code

Day = TypeVar("Day", date, datetime)


@dataclass(frozen=True)
class NewPlan:
    """What is new of the campaign. `shift`: dates, deadlines and titles move by the years between the two."""

    number: str
    year: int
    issuer: str
    shift: bool


def derived(
    source: CampaignDefinition,
    wanted: NewPlan,
    *,
    organisations: Collection[str],
    below: tuple[str, ...],
    campaigns: Collection[str],
) -> CampaignDefinition:
    """The source as a draft of the issuer.

    `organisations` and `campaigns` are those that exist: others are left out. `below` are the issuer's own units,
    obliged where none of the source's is left. What names the source as a document (its captions, its signature, the
    places of its dates but the first) is not taken over; its căn cứ are, as they stand.
    """
    years = wanted.year - source.year if wanted.shift else 0
    words = Words(source.year, years)
    obliged = tuple(unit for unit in source.obliged if unit in organisations) or below
    recipients = tuple(place for place in source.recipients if place in organisations)
    same_issuer = wanted.issuer == source.issuer
    parents = [words.moved(parent) for parent in source.parents]
    return CampaignDefinition(
        id=proposed_code(f"{wanted.number} {wanted.year}") or f"ke-hoach-{wanted.year}",
        number=wanted.number,
        title=words.moved(source.title),
        year=wanted.year,
        issuer=wanted.issuer,
        recipients=recipients if same_issuer and recipients else (wanted.issuer,),
        dates=tuple(d.model_copy(update={"date": moved(d.date, years)}) for d in source.dates[:1]),
        basis=source.basis,
        parents=tuple(parent for parent in parents if parent in campaigns),
        fields=source.fields,
        forms=tuple(_form(form, words) for form in source.forms),
        rounds=tuple(_round(turn, words) for turn in source.rounds),
        obliged=obliged if same_issuer else below or obliged,
        obliged_wording=source.obliged_wording,
        criteria=source.criteria,
    )


@dataclass(frozen=True)
class Words:
    """Text whose year moves: that of the source and the one after it."""

    year: int
    years: int

    def moved(self, text: str) -> str:
        known = {str(self.year), str(self.year + 1)}
        return re.sub(r"(?<!\d)\d{4}(?!\d)", lambda y: str(int(y[0]) + self.years) if y[0] in known else y[0], text)


def moved(day: Day, years: int) -> Day:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _form(form: Form, words: Words) -> Form:
    periods = tuple(_period(period, words) for period in form.periods)
    return form.model_copy(update={"title": words.moved(form.title), "caption": "", "periods": periods})


def _period(period: Period, words: Words) -> Period:
    due, opens = period.due, period.opens_at
    on, wording = moved(due.date, words.years), words.moved(due.wording)
    later = Deadline.model_validate({**dict(due), "date": on, "wording": wording})
    local = moved(opens.astimezone(VIETNAM), words.years) if opens else None
    code = f"{int(period.code[:4]) + words.years}{period.code[4:]}" if period.code else None
    return period.model_copy(update={"code": code, "opens_at": local, "due": later})


def _round(turn: CampaignRound, words: Words) -> CampaignRound:
    starts, ends = turn.starts and moved(turn.starts, words.years), moved(turn.ends, words.years)
    return turn.model_copy(update={"starts": starts, "ends": ends, "wording": words.moved(turn.wording)})
