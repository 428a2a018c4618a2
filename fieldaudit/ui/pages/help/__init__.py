"""The page `help`."""
