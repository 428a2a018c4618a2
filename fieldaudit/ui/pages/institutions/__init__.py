"""The page `institutions`."""
