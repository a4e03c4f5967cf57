"""What operators read: plain aligned tables, and for every refusal one sentence with its remedy."""

from collections.abc import Sequence

from pydantic import ValidationError

from shared.errors import DomainError

REMEDIES = {
    "setting_missing": "{field} is not set: set it (or {field}_FILE), or run this in the folder of a suite on this "
    "machine.",
    "setting_file_unreadable": "{field} names {path}, which cannot be read ({reason}): correct it or its rights.",
    "database_unavailable": "The database does not answer ({detail}): start it, or correct SANGKIEN_MONGO_URL.",
    "nothing_to_audit": "No database whose name begins with {prefix}_ holds records: correct SANGKIEN_DATABASE_PREFIX "
    "or SANGKIEN_MONGO_URL.",
    "broker_unavailable": "The broker does not answer ({detail}): start it, or correct SANGKIEN_AMQP_URL.",
    "queue_not_found": "There is no queue {id}: look at the names with 'sangkien dead list', or start its service.",
    "message_not_found": "No message {id} is parked there: it was settled meanwhile, or another command is looking at "
    "it; see 'sangkien dead list'.",
    "event_unroutable": "Nothing on the broker takes messages for {key}, so nothing was sent: start the services, then "
    "repeat.",
    "choose_one_or_all": "Name one message, or give --all.",
    "drop_unconfirmed": "A dropped message is gone for good: repeat with --yes and --reason '...'.",
    "kind_unknown": "There are no records of kind {asked}: choose from {known}.",
    "organisation_invalid": "{organisation} cannot be an organisation's id: ids are made of a-z, 0-9 and hyphens.",
    "key_exists": "{path} exists and is not overwritten, because tokens signed with it would be refused: choose "
    "another folder or move it away.",
}


def remedy(error: DomainError | ValidationError | OSError) -> str:
    """One sentence: what is wrong and what to do."""
    if isinstance(error, ValidationError):
        faults = (f"{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors())
        return f"Correct the settings: {'; '.join(faults)}."
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'} cannot be used: {error.strerror or error}."
    sentence = REMEDIES.get(error.code)
    return sentence.format(field=error.field, **error.params) if sentence else str(error)


def table(headings: Sequence[str] | None, rows: Sequence[Sequence[str]], *, numbers: int = 0) -> str:
    """Aligned columns, the last `numbers` of them to the right."""
    lines = [*([headings] if headings else []), *rows]
    columns = len(lines[0]) if lines else 0
    widths = [max(len(line[column]) for line in lines) for column in range(columns)]

    def cell(text: str, column: int) -> str:
        return text.rjust(widths[column]) if column >= columns - numbers else text.ljust(widths[column])

    return "\n".join("  ".join(cell(text, n) for n, text in enumerate(line)).rstrip() for line in lines)
