"""How long something waits."""

from datetime import datetime

from shared.language.vietnamese import VIETNAM
from shared.language.worktime import working_days_between


def waited(since: datetime | None, now: datetime) -> int | None:
    """Working days from a moment's day to today, in Vietnam."""
    if since is None:
        return None
    return working_days_between(since.astimezone(VIETNAM).date(), now.astimezone(VIETNAM).date())
