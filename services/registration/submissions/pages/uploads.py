"""Files that come with a page's form: several inputs of files, each with a button that sends the whole form."""

from collections.abc import Callable
from dataclasses import replace

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.evidence.commands import Attach
from shared.errors import DomainError, Kind
from shared.web.uploads import MultipartForm

AT_ONCE = 6
"""Files that may be chosen on a page at once."""


async def attach_chosen(
    context: Context, submission: str, sent: MultipartForm, pressed: str, place: Callable[[str], str]
) -> None:
    """Keeps the file of the input whose button was `pressed`, and with it all others that were chosen, each in the
    place of its input.

    Raises DomainError ``file_missing`` and as `Attach`, at the input.
    """
    for name in dict.fromkeys((pressed, *sent.uploads)):
        try:
            await Attach(submission, place(name), sent.required(name)).run(context)
        except DomainError as error:
            if error.field != "file":
                raise
            raise DomainError(error.code, error.kind, field=name, **error.params) from error


def with_files(page: CurrentPage) -> CurrentPage:
    """The page, on which a file that is too large can be mended."""
    return replace(page, mendable=page.mendable | {Kind.TOO_LARGE})
