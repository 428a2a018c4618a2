"""The page `tray`."""
