"""``python -m services.reporting``: the service in a process of its own."""

from services.reporting.app import create
from shared.runtime.serve import serve
from shared.settings import Settings

if __name__ == "__main__":
    serve(create, Settings)
