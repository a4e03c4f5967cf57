"""Columns work by themselves: what an answer means, how it is shown, checked, added up and compared, by its type."""
