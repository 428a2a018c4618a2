"""The page `review`."""
