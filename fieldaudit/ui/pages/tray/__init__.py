"""The tray: the pictures of a card's or phone's folder, sorted by time and put onto questions. The folder is never changed."""
