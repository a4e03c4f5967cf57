"""What a browser's form sent, read strictly: text that is not UTF-8 is refused, never half understood."""

from urllib.parse import parse_qsl

from fastapi import Request

from shared.errors import DomainError, Kind

FIELD_LIMIT = 2_000


async def read_form(request: Request) -> dict[str, str]:
    """The fields by name, the last of equal names. Raises DomainError ``body_not_utf8`` or ``form_too_long``."""
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELD_LIMIT)
    except UnicodeDecodeError as error:
        raise DomainError("body_not_utf8") from error
    except ValueError as error:
        raise DomainError("form_too_long", Kind.TOO_LARGE) from error
    return dict(pairs)
