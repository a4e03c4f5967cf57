"""The pages of the desks, in the order in which their addresses are looked up."""

from fastapi import APIRouter

from services.review.cases.pages import bulk, case, desks, queue
from services.review.desk.pages import reasons, substitutions

router = APIRouter(include_in_schema=False)
for part in (desks, queue, bulk, reasons, substitutions, case):  # the last matches any name behind the desk's
    router.include_router(part.router)
