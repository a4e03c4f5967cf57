"""How the natural keys of records are made and read. Nobody else joins slugs by dots or splits a key."""

from shared.contracts.campaigns import FormKind


def submission_id(campaign: str, form: FormKind, organisation: str) -> str:
    """One submission an organisation, campaign and form."""
    return f"{campaign}.{form.value}.{organisation}"


def submitter_of(submission: str) -> str:
    """The organisation whose submission has this id."""
    return submission.rpartition(".")[2]


def case_id(organisation: str, submission: str) -> str:
    """One case a reviewing organisation and submission."""
    return f"{organisation}.{submission}"


def submission_of(case: str) -> str:
    """The id of the submission that a case with this id is about."""
    return case.partition(".")[2]


def row_id(campaign: str, form: FormKind, organisation: str, recipient: str) -> str:
    """One row an obligation and recipient."""
    return f"{submission_id(campaign, form, organisation)}.{recipient}"


def consolidation_id(campaign: str, organisation: str) -> str:
    """One consolidation an own campaign and consolidating organisation."""
    return f"{campaign}.{organisation}"
