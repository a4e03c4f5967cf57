"""An organisation as its form shows it, and what the form says of it."""

from shared.contracts.organisations import Organisation
from shared.errors import DomainError
from shared.language.codes import proposed_code
from shared.refusals import refuse
from shared.web.form_input import FormInput, Values, Written, at_rows
from shared.web.readings import day


def shown(organisation: Organisation, version: int) -> FormInput:
    """The form with the organisation as it is."""
    return FormInput(
        {
            "version": str(version),
            "name": organisation.name,
            "short_name": organisation.short_name,
            "kind": organisation.kind,
            "reviewing_office": organisation.reviewing_office or "",
            "established": organisation.established.isoformat() if organisation.established else "",
            "dissolved": organisation.dissolved.isoformat() if organisation.dissolved else "",
            "mailboxes.submission": organisation.mailboxes.submission or "",
            "mailboxes.review": organisation.mailboxes.review or "",
        },
        {
            "parents": [
                {
                    "organisation": link.organisation,
                    "since": link.since.isoformat(),
                    "until": link.until.isoformat() if link.until else "",
                }
                for link in organisation.parents
            ]
        },
    )


def definition_of(inputs: FormInput) -> Written:
    """What was typed, for `OrganisationDefinition`. Raises DomainError with the faults of all dates."""
    places = [
        place for place in inputs.filled("parents") if inputs.rows_of("parents")[place].get("organisation", "").strip()
    ]
    faults: list[DomainError] = []

    def read(text: str, name: str, *, needed: bool = False) -> object:
        try:
            found = day(text, name)
        except DomainError as error:
            faults.append(error)
            return None
        if found is None and needed:
            faults.append(DomainError("date_missing", field=name))
        return found

    parents: list[Values] = []
    for place in places:
        row = inputs.rows_of("parents")[place]
        parents.append(
            {
                "organisation": row["organisation"],
                "since": read(row.get("since", ""), f"parents.{place}.since", needed=True),
                "until": read(row.get("until", ""), f"parents.{place}.until"),
            }
        )
    values: Values = {
        "name": inputs.value("name"),
        "short_name": inputs.value("short_name") or inputs.value("name"),
        "kind": proposed_code(inputs.value("kind")),
        "reviewing_office": inputs.value("reviewing_office").strip() or None,
        "established": read(inputs.value("established"), "established"),
        "dissolved": read(inputs.value("dissolved"), "dissolved"),
        "mailboxes": {name: inputs.value(f"mailboxes.{name}").strip() or None for name in ("submission", "review")},
        "parents": parents,
    }
    refuse("input_invalid", faults)
    return Written(values, lambda path: at_rows(path, {"parents": places}))


def proposed_id(name: str) -> str:
    """An id made of the name."""
    return proposed_code(name)
