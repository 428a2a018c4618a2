"""Phone hand-off: the laptop serves one page on its own network, a phone sends photos through it, without the internet.

    addresses   where a phone on the same hotspot or Wi-Fi reaches this laptop
    intake      what arrived: one phone, each photo once, in a sealed temporary file until the window has taken it
    page        the few paths that are answered, behind a token nobody can guess
    server      sockets and the thread; closed with the window's panel

Nothing is stored here: `Received` is handed to whoever opened the server, who says what became of it. Knows no workspace,
no question and no window.
"""

from .addresses import Address, usable
from .intake import Received, Target
from .server import Server

__all__ = ["Address", "Received", "Server", "Target", "usable"]
