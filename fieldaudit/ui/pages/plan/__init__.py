"""The page `plan`."""
