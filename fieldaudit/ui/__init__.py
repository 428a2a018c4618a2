"""The window: pages, widgets, theme and translations. The only room that knows Qt.

    session   who sits at which workspace: acts go through one writer thread, reading has a connection of its own (no Qt)
    jobs      long work in the background: progress, speed, cancel (no Qt)
    text      every string of the window, from the Linguist files
    theme     colours, sizes, faces, icons and the one stylesheet, all from the tokens
    widgets   small parts that know no act of the trade
    shell     the frame: rail, top bar, search, lock, toasts, the tray of background work
    pages     one package a page: `presenter` (no widgets) and `view`

Nobody imports this room but `app`.
"""
