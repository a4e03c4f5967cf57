"""How the natural keys of records are made and read. Nobody else joins slugs by dots or splits a key."""

from shared.contracts.forms import FormPeriod


def submission_id(campaign: str, asked: FormPeriod, organisation: str) -> str:
    """One submission an organisation, campaign, form and period."""
    return f"{campaign}.{asked}.{organisation}"


def submitter_of(submission: str) -> str:
    """The organisation whose submission has this id."""
    return submission.rpartition(".")[2]


def case_id(organisation: str, submission: str) -> str:
    """One case a reviewing organisation and submission."""
    return f"{organisation}.{submission}"


def submission_of(case: str) -> str:
    """The id of the submission that a case with this id is about."""
    return case.partition(".")[2]


def row_id(campaign: str, asked: FormPeriod, organisation: str, recipient: str) -> str:
    """One row an obligation and recipient."""
    return f"{submission_id(campaign, asked, organisation)}.{recipient}"


def consolidation_id(campaign: str, organisation: str) -> str:
    """One consolidation an own campaign and consolidating organisation."""
    return f"{campaign}.{organisation}"
