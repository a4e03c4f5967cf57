"""Which service serves which path: the one table behind the single origin, on one machine and in front of many."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """Paths that begin with `prefix` belong to `service`."""

    prefix: str
    service: str


ROUTES = (
    Route("/api/review", "review"),
    Route("/tham-dinh", "review"),
    Route("/api/notify", "notify"),
    Route("/thong-bao", "notify"),
    Route("/api/reporting", "reporting"),
    Route("/bao-cao", "reporting"),
    Route("/", "registration"),
)


def service_of(path: str) -> str:
    """The service of a path: ``review`` for all its instances, see `organisation_of`."""
    for route in ROUTES:
        if path == route.prefix or path.startswith(route.prefix.rstrip("/") + "/"):
            return route.service
    return "registration"


def organisation_of(path: str) -> str | None:
    """The reviewing organisation that a review path names."""
    for prefix in ("/api/review/", "/tham-dinh/"):
        if path.startswith(prefix):
            return path.removeprefix(prefix).split("/", 1)[0] or None
    return None
