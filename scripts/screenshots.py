"""Pictures of every page, by one command: `make screenshots`.

    out/screens/LANGUAGE-THEME/NN-NAME.png     1366x768, every page, both languages, light and dark
    out/screens/wide/LANGUAGE-NAME.png         the main pages at 1920x1080 with 150 % (logical 1280x720)
    docs/user-guide/images/LANGUAGE/NAME.png   the same pages, light, with fewer colours (the guide; README uses some)

The demo is played at a fixed moment, and the window's clock stands still: the same program gives the same pictures.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "user-guide" / "images"
LOOKS = tuple((language, theme) for language in ("zh", "en") for theme in ("light", "dark"))


def services():  # type: ignore[no-untyped-def]
    """What the walk needs, with a clock that stands just after the demo's last act."""
    from fieldaudit.demo.play import play
    from fieldaudit.demo.visit import fill_rest
    from fieldaudit.ui.services import Services

    return Services(play, fill_rest, clock=lambda: moment() + 60_000)


def moment() -> int:
    """When the demo ends."""
    from fieldaudit.domain.calendar import to_ms

    return to_ms(datetime(2026, 11, 24, 14, 32, 7))


def pictures(demo: Path, out: Path) -> None:
    """Every page in every look, and the guide's pictures."""
    from fieldaudit.ui.walk import EVERY, Walk

    for language, theme in LOOKS:
        folder = out / f"{language}-{theme}"
        folder.mkdir(parents=True)
        for number, (shot, window) in enumerate(Walk(copied(demo), services(), language, theme).pictures(EVERY), 1):
            path = folder / f"{number:02d}-{shot.name}.png"
            window.grab().save(str(path))
            if theme == "light":
                fewer_colours(path, GUIDE / language / f"{shot.name}.png")
    print(f"{sum(1 for _ in out.rglob('*.png'))} pictures in {out}")


def wide(demo: Path, out: Path) -> None:
    """The main pages at 150 %: in a process of its own, since Qt reads the scale once."""
    from fieldaudit.ui.walk import SHOTS, Walk

    out.mkdir(parents=True)
    main = [shot for shot in SHOTS if shot.main]
    for language in ("zh", "en"):
        for shot, window in Walk(copied(demo), services(), language, "light", (1280, 720)).pictures(main):
            window.grab().save(str(out / f"{language}-{shot.name}.png"))


def copied(demo: Path) -> Path:
    """A copy of the demo that the walk may act in."""
    copy = Path(tempfile.mkdtemp(dir=demo.parent)) / "demo"
    shutil.copytree(demo, copy)
    return copy


def fewer_colours(source: Path, target: Path) -> None:
    """A picture for the repository: with a palette of 256 colours that keeps those of the page it is a third of the size."""
    from PIL import Image

    target.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(source).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, optimize=True)


def main(arguments: list[str]) -> None:
    """Play the demo, then take all pictures; `--wide DEMO OUT` is the second process."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    if arguments[:1] == ["--wide"]:
        wide(Path(arguments[1]), Path(arguments[2]))
        return
    from fieldaudit.demo.play import play

    out = ROOT / "out" / "screens"
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIELDAUDIT_CONFIG"] = folder
        demo = Path(folder) / "demo"
        play(demo, moment())
        pictures(demo, out)
        scaled = {**os.environ, "QT_SCALE_FACTOR": "1.5"}
        subprocess.run([sys.executable, __file__, "--wide", str(demo), str(out / "wide")], env=scaled, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
