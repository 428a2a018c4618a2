"""The page `register_import`."""
