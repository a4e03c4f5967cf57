"""``sangkien demo --year``: all of 2022 by a clock that is moved, every closing table held against the documents."""

from datetime import datetime

from deploy.demo.year import reports, spring, survey, tables
from deploy.demo.year.calendar import Calendar
from shared.language.vietnamese import VIETNAM

START = datetime(2022, 4, 29, 8, tzinfo=VIETNAM)
"""Where the suite's clock stands before anything happens: it is only ever moved forward."""


async def play_year(year: Calendar) -> None:
    """The whole year, in order."""
    await spring.announce(year)
    await survey.announce(year)
    await spring.register(year)
    await spring.consolidate(year)
    await survey.first_week(year)
    await spring.decisions(year)
    await survey.later_weeks(year)
    await reports.interim(year)
    await reports.units_report(year)
    await reports.centre_reports(year)
    await tables.check(year)
