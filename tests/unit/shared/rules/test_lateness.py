"""Lateness: against the form's own deadline, with the later one beside it."""

from datetime import UTC, datetime

import pytest

from shared.contracts.content import Content
from shared.contracts.submissions import Version
from shared.contracts.types import Person
from shared.language.deadlines import Deadline
from shared.rules.lateness import lateness, lateness_without

OWN, LATER = Deadline.parse("10 giờ 13/5/2022"), Deadline.parse("hết ngày 20/5/2022")
IN_TIME, WITHIN, AFTER = (datetime(2022, 5, day, 3, tzinfo=UTC) for day in (13, 20, 21))
TABLE = [
    (IN_TIME, None, (False, False)),
    (IN_TIME, LATER, (False, False)),
    (WITHIN, None, (True, False)),
    (WITHIN, LATER, (True, True)),
    (AFTER, LATER, (True, False)),
]


@pytest.mark.parametrize(("moment", "extension", "expected"), TABLE)
def test_nothing_sent_and_what_would_be_sent_now(
    moment: datetime, extension: Deadline | None, expected: tuple[bool, bool]
) -> None:
    late, within = expected
    assert lateness_without(OWN, extension, moment) == (late, extension, within)


@pytest.mark.parametrize(("moment", "extension", "expected"), TABLE)
def test_what_was_delivered_keeps_the_lateness_of_its_moment(
    moment: datetime, extension: Deadline | None, expected: tuple[bool, bool]
) -> None:
    """So a deadline that is amended afterwards makes nobody late, nor in time."""
    late, within = expected
    found = lateness(version(moment, late=late), extension)
    assert found == lateness_without(OWN, extension, moment)
    assert lateness(version(moment, late=not late), extension).late is not late
    assert found.within is within


def version(moment: datetime, *, late: bool) -> Version:
    person = Person(account="tyt-1", name="Văn thư", organisation="tyt-1")
    return Version(
        number=1,
        content=Content(kind="initiatives"),
        recipients=("ttyt",),
        delivered_at=moment,
        delivered_by=person,
        late=late,
    )
