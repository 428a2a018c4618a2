"""The page `finish`."""
