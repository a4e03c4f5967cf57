"""The pages of the desks."""

from fastapi import APIRouter

from services.review.pages import bulk, case, desks, queue, reasons, substitutions

router = APIRouter(include_in_schema=False)
for part in (desks, queue, bulk, reasons, substitutions, case):  # the last matches any name behind the desk's
    router.include_router(part.router)
