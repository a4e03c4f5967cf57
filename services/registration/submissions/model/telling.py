"""What is told of a submission: to its recipients by events, to the unit by the receipt of a delivered version: a
number that anybody can derive again, and a fingerprint of what was delivered."""

from shared.contracts.submissions import Submission, Version
from shared.errors import not_found
from shared.record.record import Emit, digest

_FORMS = {"registration": "", "interim": "SO-KET/", "completion": "KET-QUA/"}
"""How receipts call the three forms that there were before a campaign could say what it asks for."""
_PARTS = dict.fromkeys(("items", "nil_fields", "left_out", "results", "passages"), ())
"""What a content was made of then: what was delivered keeps its fingerprint."""


def delivered_version(submission: Submission, number: int | None = None) -> Version:
    """A delivered version, the newest without a number. Raises DomainError ``version_not_found``."""
    found = submission.latest if number is None else submission.version(number)
    if found is None:
        raise not_found("version", f"{submission.id}/{number or ''}")
    return found


def receipt_number(submission: Submission, version: Version) -> str:
    """For example "70-KH-TTYT-2022/TYT-PHUONG-2/1": campaign, form (none for Mẫu 1) and period, unit, delivery."""
    form = _FORMS.get(submission.form, f"{submission.form.upper()}/")
    if submission.form not in _FORMS and form in _FORMS.values():
        form = f"BIEU-MAU-{form}"  # a plan may have both, and two receipts never have one number
    period = f"{submission.period}/" if submission.period else ""
    return f"{submission.campaign.upper()}/{form}{period}{submission.organisation.upper()}/{version.number}"


def fingerprint(version: Version) -> str:
    """SHA-256 of the delivered content in its canonical spelling: the same text always gives the same one."""
    said = version.content.model_dump(mode="json", exclude={"kind"})
    return digest(_PARTS | said)


def events_of(submission: Submission, event: str, concerned: tuple[str, ...]) -> tuple[Emit, ...]:
    """The events of a change: the concerned recipients hear of it by name, the others that the state is new."""
    others = tuple(r.organisation for r in submission.recipients if r.organisation not in concerned)
    return (Emit(event, concerned), *((Emit("submission.settled", others),) if others else ()))
