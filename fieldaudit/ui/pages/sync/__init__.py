"""The page `sync`."""
