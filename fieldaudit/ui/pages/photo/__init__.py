"""One photo, large: its marks as data over the untouched picture, what is said of it, and its neighbours."""
