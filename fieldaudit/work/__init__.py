"""What people do, one function an act. The window, the command line, the demo and the tests call these only.

An act reads what stands, refuses with a clear message or makes one `Commit` through the store, and seals
where the design says so. It never opens a network and never draws a window.
"""
