"""What the figures mean: pure rules, no driver, no web, no clock."""
