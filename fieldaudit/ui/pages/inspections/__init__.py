"""The page `inspections`."""
