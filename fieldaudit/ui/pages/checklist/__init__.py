"""The page `checklist`."""
