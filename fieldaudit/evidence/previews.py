"""Previews, thumbnails and annotated pictures: made once, kept in the cache, in the background when nobody waits.

Owns the chain original -> preview -> everything smaller, so that the same wish gives the same bytes whatever the cache
holds, and the workers that make them: threads (the decoders let go of the interpreter), one fewer than the cores, of
low priority. Knows no window: a plain callback, called in a worker, tells when one is ready.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PIL import Image

from ..domain.annotation import Shape
from ..errors import FieldauditError
from .cache import Cache
from .drawing import annotated
from .photo import PREVIEW_LONGEST, PREVIEW_QUALITY, THUMBNAIL_LONGEST, THUMBNAIL_QUALITY, jpeg, preview, shrunk

MOST_WAITING = 500  # wishes; beyond, the oldest is forgotten: who still shows it asks again
_LOW = 10  # niceness of a worker


@dataclass(frozen=True, slots=True)
class Wish:
    """A small picture of an original: its blob's name, the hash of its content, the longer side (pixels, at most
    PREVIEW_LONGEST), what is drawn on it and how heavily."""

    object: str
    sha256: str
    longest: int = PREVIEW_LONGEST
    shapes: tuple[Shape, ...] = ()
    bold: float = 1.0

    @property
    def key(self) -> str:
        """The name in the cache: of content, size and shapes, so that nothing stale is ever found."""
        drawn = hashlib.sha256(repr((self.shapes, self.bold)).encode()).hexdigest()[:16] if self.shapes else "plain"
        return f"preview-1-{self.sha256}-{self.longest}-{drawn}"


class Wanted(Protocol):
    """Anything that can be wished for: the same key is the same wish."""

    @property
    def key(self) -> str: ...


W = TypeVar("W", bound=Wanted)
W_contra = TypeVar("W_contra", bound=Wanted, contravariant=True)


class Maker(Protocol[W_contra]):
    """What carries out wishes in a worker; `Previews` is one."""

    def make(self, wish: W_contra, /) -> object:
        """Carry it out. Raises FieldauditError."""


class Previews:
    """Makes small pictures, at once (`make`) or in the background (`ask`)."""

    def __init__(self, cache: Cache, original: Callable[[str], bytes]) -> None:
        """`original` gives the content of a blob by name, or raises FieldauditError; it is called in workers too."""
        self._cache, self._original = cache, original

    def held(self, wish: Wish) -> bytes | None:
        """The JPEG, if the cache has it."""
        return self._cache.get(wish.key)

    def make(self, wish: Wish) -> bytes:
        """The JPEG, from the cache or made now. Raises FieldauditError: the original is missing or damaged."""
        held = self.held(wish)
        if held is None:
            held = self._made(wish)
            self._cache.put(wish.key, held)
        return held

    def _made(self, wish: Wish) -> bytes:
        whole = Wish(wish.object, wish.sha256)
        if wish == whole:
            return preview(self._original(wish.object))
        base = Image.open(io.BytesIO(self.make(whole)), formats=["JPEG"])
        base.draft("RGB", (wish.longest, wish.longest))
        small = shrunk(base, wish.longest)
        quality = THUMBNAIL_QUALITY if wish.longest <= THUMBNAIL_LONGEST else PREVIEW_QUALITY
        return jpeg(annotated(small, wish.shapes, wish.bold), quality)


class Workers(Generic[W]):
    """Background workers over `Previews` or another maker. Close them when the window closes; what was not made is simply
    not there."""

    def __init__(self, maker: Maker[W], ready: Callable[[W, FieldauditError | None], None], count: int | None = None) -> None:
        """`ready` is called in a worker, with the error when there is no picture to be had."""
        self._maker, self._ready = maker, ready
        self._waiting: OrderedDict[str, W] = OrderedDict()
        self._change = threading.Condition()
        self._closed = False
        wanted = max(1, (os.cpu_count() or 1) - 1) if count is None else count
        self._threads = [threading.Thread(target=self._work, name=f"preview-{n}", daemon=True) for n in range(wanted)]
        for thread in self._threads:
            thread.start()

    def ask(self, wish: W) -> None:
        """Make it soon: the newest wish first. One that waits already moves to the front."""
        with self._change:
            self._waiting[wish.key] = wish
            self._waiting.move_to_end(wish.key)
            if len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            self._change.notify()

    def cancel(self, wish: W) -> bool:
        """Forget a wish that still waits; False when it was begun, made or never asked."""
        with self._change:
            return self._waiting.pop(wish.key, None) is not None

    def close(self) -> None:
        """Forget what waits and wait for what is being made."""
        with self._change:
            self._closed = True
            self._waiting.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join()

    def _next(self) -> W | None:
        with self._change:
            while not self._waiting and not self._closed:
                self._change.wait()
            return None if self._closed else self._waiting.popitem()[1]

    def _work(self) -> None:
        _lower_priority()
        while (wish := self._next()) is not None:
            error: FieldauditError | None = None
            try:
                self._maker.make(wish)
            except FieldauditError as refused:
                error = refused
            self._ready(wish, error)


def _lower_priority() -> None:
    """Let the person's own work go first; where the system does not let a thread step back, it does not."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetThreadPriority(kernel.GetCurrentThread(), -1)  # THREAD_PRIORITY_BELOW_NORMAL
    elif sys.platform == "linux":
        thread = threading.get_native_id()  # on Linux a thread has its own niceness
        os.setpriority(os.PRIO_PROCESS, thread, max(_LOW, os.getpriority(os.PRIO_PROCESS, thread)))
