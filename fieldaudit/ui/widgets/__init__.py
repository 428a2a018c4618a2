"""Small parts of the window that know no act of the trade: buttons, segments, chips, cards, tiles, strips, dialogs."""
