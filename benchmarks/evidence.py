"""Taking in a photo of 12 megapixels, against the best Pillow pipeline for the same result in the same run.

The floor hashes once, lets the JPEG decoder reduce, brings the picture to 1600 pixels, turns the small one and takes the
thumbnail from it. It checks nothing, and its metadata is Pillow's. Sealing and writing durably are measured apart.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Semaphore

from _table import Line, print_table, wants_small
from PIL import Image, ImageOps

from fieldaudit.domain.annotation import Shape
from fieldaudit.domain.core import Scope
from fieldaudit.evidence.blobs import write_durably
from fieldaudit.evidence.cache import Cache
from fieldaudit.evidence.photo import read_photo, take_in
from fieldaudit.evidence.previews import Previews, Wish, Workers
from fieldaudit.wire.blobs import seal_blob
from fieldaudit.wire.keys import ScopeKey

WIDTH, HEIGHT = 4000, 3000
SHAPES = (Shape("blur", ((0.1, 0.1), (0.2, 0.25))), Shape("arrow", ((0.8, 0.8), (0.5, 0.5))),
          Shape("box", ((0.3, 0.3), (0.7, 0.6))), Shape("text", ((0.3, 0.62),), "安全出口被杂物堵塞"))  # fmt: skip


def photo(turned: int = 6) -> bytes:
    """Grain over a gradient: about as many bytes as a phone writes for 12 megapixels."""
    grain = Image.effect_noise((WIDTH, HEIGHT), 9)
    ramps = [Image.linear_gradient("L").rotate(angle).resize((WIDTH, HEIGHT)) for angle in (0, 90, 180)]
    picture = Image.merge("RGB", [Image.blend(ramp, grain, 0.5) for ramp in ramps])
    exif = Image.Exif()
    exif[0x0112] = turned
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def best_pillow(data: bytes) -> tuple[str, bytes, bytes]:
    """Hash, preview of 1600 pixels, thumbnail of 320, upright."""
    digest = hashlib.sha256(data).hexdigest()
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (1600, 1200))
    exif = image.getexif()
    image.load()
    small = image.resize((1600, 1200), Image.Resampling.BICUBIC)
    small.info["exif"] = exif.tobytes()
    small = ImageOps.exif_transpose(small)
    thumb = small.resize((small.width // 5, small.height // 5), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return digest, _jpeg(small, 82), _jpeg(thumb, 76)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=b"")
    return out.getvalue()


def in_turn(rounds: int, works: list[Callable[[], object]]) -> list[float]:
    """The median seconds of each work, round after round, so that a busy moment falls on all of them."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for seconds, work in zip(taken, works, strict=True):
            begin = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begin)
    return [statistics.median(seconds) for seconds in taken]


def in_background(folder: Path, data: bytes, photos: int, workers: int) -> float:
    """Seconds until so many previews are made and cached."""
    done = Semaphore(0)
    previews = Previews(Cache(folder / str(workers), bytes(32)), lambda _: data)
    begin = time.perf_counter()
    crew = Workers(previews, lambda _wish, _error: done.release(), workers)
    for number in range(photos):
        crew.ask(Wish("", f"{number:064x}"))
    for _ in range(photos):
        done.acquire()
    seconds = time.perf_counter() - begin
    crew.close()
    return seconds


def heic(folder: Path) -> bytes | None:
    """The same picture as HEIC, where this machine has an encoder (none comes with the program)."""
    if shutil.which("heif-enc") is None:
        return None
    source, made = folder / "photo.jpg", folder / "photo.heic"
    source.write_bytes(photo(1))
    subprocess.run(["heif-enc", "-q", "60", source, "-o", made], check=True, capture_output=True)
    return made.read_bytes()


def _heif_floor(data: bytes) -> None:
    import pi_heif

    image = pi_heif.open_heif(data).to_pillow().resize((1600, 1200), Image.Resampling.BICUBIC, reducing_gap=2.0)
    _jpeg(image, 82)
    _jpeg(image.resize((320, 240), Image.Resampling.BICUBIC, reducing_gap=2.0), 76)
    hashlib.sha256(data).hexdigest()


def _bare_write(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def main() -> None:
    """Run and print."""
    small = wants_small(__doc__ or "")
    rounds, photos = (5, 8) if small else (25, 40)
    data = photo()
    key = ScopeKey(Scope(1), 1, bytes(range(32)))
    with TemporaryDirectory() as name:
        folder = Path(name)
        best_pillow(data)
        floor, ours, verify = in_turn(rounds, [
            lambda: best_pillow(data), lambda: take_in(data, "a.jpg"), lambda: read_photo(data, "a.jpg")])  # fmt: skip
        lines = [
            Line("intake: whole file read, hash, facts, preview 1600, thumbnail 320", ours, floor, 1.2),
            Line("intake without pictures: whole file read, hash, facts", verify, floor, None),
        ]
        previews = Previews(Cache(folder / "cache", bytes(32)), lambda _: data)
        plain = Wish("", hashlib.sha256(data).hexdigest(), 900)
        previews.make(plain)
        drawn, = in_turn(rounds, [lambda: previews._made(Wish(plain.object, plain.sha256, 900, SHAPES))])
        lines.append(Line("a report's picture with four shapes, preview cached", drawn, None, None))
        seal, bare = in_turn(rounds, [
            lambda: write_durably(folder / "sealed", seal_blob(data, key, 1, os.urandom(12))),
            lambda: _bare_write(folder / "bare", data)])  # fmt: skip
        lines.append(Line("sealing and writing durably (floor: write and fsync)", seal, bare, None))
        one, two = (in_background(folder, data, photos, workers) for workers in (1, 2))
        lines.append(Line(f"{photos} previews in the background: two workers against one", two, one, None))
        coded = heic(folder)
        if coded is not None:
            heif_floor, heif = in_turn(3 if small else 7, [
                lambda: _heif_floor(coded), lambda: take_in(coded, "a.heic")])  # fmt: skip
            lines.append(Line("intake of the same picture as HEIC", heif, heif_floor, 1.2))
    print_table(f"evidence: a photo of {WIDTH * HEIGHT / 1e6:.0f} megapixels, {len(data) / 1e6:.1f} MB, turned", lines)
    if coded is None:
        print("HEIC not measured: this machine has no encoder to make one (heif-enc).")


if __name__ == "__main__":
    main()
