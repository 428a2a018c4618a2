"""The page `rectification`."""
