"""The page `today`."""
