"""PDFium is not made for threads: whoever calls it, or lets go of what it gave, holds this one lock."""

from __future__ import annotations

import threading

LOCK = threading.Lock()
