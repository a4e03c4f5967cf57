"""Which service serves which path: the one table behind the single origin, on one machine and in front of many."""

ROUTES = {
    "/api/review": "review",
    "/tham-dinh": "review",
    "/api/notify": "notify",
    "/thong-bao": "notify",
    "/api/reporting": "reporting",
    "/bao-cao": "reporting",
    "/": "registration",
}
"""The services by how the paths begin."""


def service_of(path: str) -> str:
    """The service of a path: ``review`` for all its instances."""
    known = (service for prefix, service in ROUTES.items() if f"{path}/".startswith(f"{prefix.rstrip('/')}/"))
    return next(known, "registration")
