"""All tests; they mirror the rooms of the code."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
"""The checkout."""
