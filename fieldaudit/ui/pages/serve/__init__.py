"""The page `serve`."""
