"""Fixtures for all tests."""

import pytest

from shared.forms.registry import kinds

pytest_plugins = ["tests.infrastructure"]


@pytest.fixture(autouse=True, scope="session")
def _kinds_of_forms() -> None:
    """What an application does when it is built: contents and drafts are read as their kinds' own."""
    kinds()
