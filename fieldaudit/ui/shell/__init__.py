"""The frame around the pages: window, rail, top bar, search, lock, toasts and the tray of background work."""
