"""``python -m services.reporting``: the service in a process of its own."""

from services.reporting.app import create
from services.reporting.settings import ReportingSettings
from shared.runtime.serve import serve

if __name__ == "__main__":
    serve(create, ReportingSettings)
