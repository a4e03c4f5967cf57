"""Settings of the reporting service: none beyond what every service needs."""

from shared.settings import Settings


class ReportingSettings(Settings):
    """See `shared.settings.Settings`."""
