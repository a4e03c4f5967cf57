"""Tables of numbers and choices, filled in every period and added up level by level: surveys, output of a plan."""
