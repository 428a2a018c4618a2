"""The page `reinspect`."""
