"""The faces papers are set in, which face prints which character, and the machine's official faces.

Owns the one disk access of `documents`: a face is read in place when the first character is set in it.
Knows nothing of lines or pages, nor of how faces go into a file.

No character is ever printed as an empty box: a role is a chain of faces, tried in order, and a character
that none of them has is set as its code, 〔U+1F600〕, so that a reader knows that something stood there.

Where lines and pages break is decided by the program's own faces alone. A machine's official face (仿宋_GB2312 and
its like) lends its glyphs only, each centred in the room that ours would take, so that pages are the same everywhere.
"""

from __future__ import annotations

import mmap
import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..assets import asset_path
from ..errors import BadInput, Damaged, MachineError
from ..i18n import tr
from .truetype import Data, NotTrueType, TrueType, count

_FANG, _KAI = "FandolFang-Regular", "FandolKai-Regular"
_SONG, _BLACK = "NotoSerifSC-Regular", "NotoSerifSC-Black"
_HEI, _BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"

# Fallback per character: FangSong -> Song -> Hei (specimens, section 2.8); Song knows the most characters.
ROLES: dict[str, tuple[str, ...]] = {
    "fang": (_FANG, _SONG, _HEI),
    "kai": (_KAI, _SONG, _HEI),
    "song": (_SONG, _HEI),
    "title": (_BLACK, _SONG, _HEI),
    "hei": (_HEI, _SONG),
    "bold": (_BOLD, _HEI, _SONG),
}
# What each role's official face calls itself, the first choice first (GB/T 9704 names them without a maker).
OFFICIAL: dict[str, tuple[str, ...]] = {
    "fang": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
    "title": ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXBSJW--GB1-0", "FZXBSK--GBK1-0"),
    "hei": ("黑体", "SimHei"),
}
# What a face lacks comes from a lighter one, whose outlines are then drawn as well: how wide, in em.
_HEAVIER = {(_BLACK, _SONG): 0.04, (_BLACK, _HEI): 0.05, (_BOLD, _HEI): 0.02, (_BOLD, _SONG): 0.03, (_HEI, _SONG): 0.008}
# Only the Fandol dash fills its cell: two of another face's would leave a hole in the middle of ——.
_DASHES = "—―"
_BESIDE = 0.06  # em left free at either side of ink that is set without its cell
_DOT = 0.1  # em: width of one of the dots of …

_MISSING = tr("缺少打印字体文件", "A face needed for printing is missing")
_UNREADABLE = tr("字体文件无法读取", "A face cannot be read")
_AGAIN = tr("请重新安装 fieldaudit。", "Install fieldaudit again.")
_NOT_USABLE = tr("不是可用的 TrueType 字体", "Not a usable TrueType face")
_NOT_OFFICIAL = tr("不是公文使用的仿宋、楷体、黑体或小标宋", "None of the faces official papers are set in")
_NOT_ALLOWED = tr("字体不允许嵌入文件", "The face may not be embedded in documents")
_OTHER = tr("换用 TrueType 轮廓、允许嵌入的字体（.ttf、.ttc）；程序自带的字体一直可用。",
            "Use a face with TrueType outlines that may be embedded (.ttf, .ttc); the program's own faces always serve.")


class Face:
    """One TrueType face: which characters it has and how wide they are (in em)."""

    def __init__(self, name: str, file: TrueType) -> None:
        self.name, self.file = name, file
        self._advances: dict[str, float] = {}

    def has(self, char: str) -> bool:
        """Whether the face has a glyph for `char`."""
        return self.file.glyph(ord(char)) > 0

    def draws(self, char: str) -> bool:
        """Whether something is seen of it: some faces have empty glyphs for what they lack."""
        glyph = self.file.glyph(ord(char))
        return glyph > 0 and (char.isspace() or bool(self.file.outline(glyph)))

    def width(self, text: str) -> float:
        """Natural advance of `text` in em."""
        if len(text) == 1 and text in self._advances:
            return self._advances[text]
        total = 0.0
        for char in text:
            if char not in self._advances:
                self._advances[char] = self.file.metric(self.file.glyph(ord(char)))[0] / self.file.em
            total += self._advances[char]
        return total

    def ink(self, char: str) -> tuple[float, float]:
        """Left and right edge of the character's ink, in em from its origin; both 0 where nothing is drawn."""
        box = self.file.box(self.file.glyph(ord(char)))
        return (box[0] / self.file.em, box[2] / self.file.em) if box else (0.0, 0.0)


class Ink(NamedTuple):
    """How a character is printed: the face, and its place in the room that the program's own face gives it (em)."""

    face: Face
    advance: float  # of the program's own face
    wide: float  # of `face`
    shift: float  # from the left edge of that room to the glyph's origin
    stroke: float = 0.0  # of its outlines, where `face` is lighter than the role's own

    def narrow(self, char: str) -> Ink:
        """The same glyph without its cell, its ink alone (a quotation mark among Latin letters)."""
        left, right = self.face.ink(char)
        return Ink(self.face, right - left + 2 * _BESIDE, self.wide, _BESIDE - left, self.stroke)

    def nearer(self, char: str) -> Ink:
        """The same glyph of three dots, moved so that six of them stand evenly with those of the next."""
        left, right = self.face.ink(char)
        pitch = (right - left - _DOT) / 2
        return self._replace(shift=self.advance - 2.5 * pitch - left - _DOT / 2)

    def overhang(self, char: str, share: float) -> float:
        """How far a closing mark moves left (em) to keep its ink within the `share` of its cell that it kept."""
        if share > 0.999:
            return 0.0
        left, right = self.face.ink(char)
        middle = (1 - self.wide) / 2
        return max(0.0, min(right + middle + _BESIDE / 2 - share, left + middle))


class _Inks(dict[str, Ink | None]):
    """How the characters of one role are printed, found when first asked for."""

    def __init__(self, faces: Faces, role: str) -> None:
        super().__init__()
        self._faces, self._role = faces, role

    def __missing__(self, char: str) -> Ink | None:
        self[char] = ink = self._faces.ink(self._role, char)
        return ink


class Faces:
    """All faces of one directory, each read when it is first used, and the official faces that lend their glyphs."""

    def __init__(self, directory: Path, official: dict[str, Face] | None = None) -> None:
        self._directory = directory
        self._faces: dict[str, Face] = {}
        self._inks: dict[str, _Inks] = {}
        self.official: dict[str, Face] = official or {}

    def face(self, name: str) -> Face:
        """The face of that file name; `MachineError` or `Damaged` when it cannot be read."""
        if name not in self._faces:
            self._faces[name] = Face(name, _own_file(self._directory / f"{name}.ttf"))
        return self._faces[name]

    def choose(self, role: str, char: str) -> Face | None:
        """The first face of the role's chain that has `char`, which gives it its room; None when none has."""
        names = (_FANG, *ROLES[role]) if char in _DASHES else ROLES[role]
        return next((face for face in map(self.face, names) if face.has(char)), None)

    def ink(self, role: str, char: str) -> Ink | None:
        """How `char` is printed in that role; None when no face has it."""
        own = self.choose(role, char)
        if own is None:
            return None
        official = self.official.get(role)
        if official is not None and char not in _DASHES and official.draws(char):
            advance, wide = own.width(char), official.width(char)
            return Ink(official, advance, wide, (advance - wide) / 2)
        return Ink(own, own.width(char), own.width(char), 0.0, _HEAVIER.get((ROLES[role][0], own.name), 0.0))

    def inks(self, role: str) -> dict[str, Ink | None]:
        """`ink` of every character of a role, remembered."""
        if role not in self._inks:
            self._inks[role] = _Inks(self, role)
        return self._inks[role]


def _own_file(path: Path) -> TrueType:
    try:
        return TrueType(_mapped(path))
    except FileNotFoundError as error:
        raise MachineError(_MISSING, where=str(path), todo=_AGAIN) from error
    except (NotTrueType, OSError) as error:
        raise Damaged(_UNREADABLE, where=str(path), todo=_AGAIN) from error


def _mapped(path: Path) -> Data:
    """The file, of which the system reads no more than is looked at."""
    with path.open("rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:  # an empty file
            return b""


@lru_cache(maxsize=4)
def load_faces(directory: Path | None = None, official: Sequence[Path] = ()) -> Faces:
    """The program's own faces, or those of another directory with the same file names.

    `official` are files of official faces (as `find_official` gives them) whose glyphs are printed instead
    of ours where they have them. Cached: a process reads each face once. Raises `MachineError` (missing) or
    `Damaged` when a face is first needed and cannot be read, `BadInput` for an official file that is not
    what it should be or may not be embedded.
    """
    found: dict[str, tuple[int, Face]] = {}
    for path in official:
        offered = _offered(path)
        if not offered:
            raise BadInput(_NOT_OFFICIAL, where=str(path), todo=_OTHER)
        for role, rank, face in offered:
            if role not in found or rank < found[role][0]:
                found[role] = rank, face
    return Faces(directory or asset_path("fonts"), {role: face for role, (_, face) in found.items()})


# -- official faces ----------------------------------------------------------------------------------------


def find_official() -> tuple[Path, ...]:
    """The files on this machine that hold an official face which may be embedded, in the order of their paths.

    A face is known by what it calls itself, not by its file's name. Looks where Windows, Linux and macOS keep faces.
    """
    return tuple(sorted(path for folder in _folders() for path in _files(folder) if _is_official(path)))


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", "")
        return [Path(windows, "Fonts"), *([Path(local, "Microsoft", "Windows", "Fonts")] if local else [])]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local" / "share" / "fonts", home / ".fonts"]


def _files(folder: Path) -> Iterator[Path]:
    for where, _, names in os.walk(folder):
        yield from (Path(where, name) for name in names if name.lower().endswith((".ttf", ".ttc")))


def _is_official(path: Path) -> bool:
    try:
        return bool(_offered(path))
    except BadInput:
        return False


def _offered(path: Path) -> list[tuple[str, int, Face]]:
    """The official faces of a file: role, rank among that role's names (0 is best), face.

    A file of other faces offers none; one whose official face cannot be used is refused.
    """
    offered, refused = [], []
    for file in _fonts(path):
        place = _place(file.names)
        if place is None:
            continue
        if file.may_embed:
            name = re.sub(r"[^A-Za-z0-9_-]", "", file.postscript_name) or f"Official-{place[0]}"
            offered.append((*place, Face(name, file)))
        else:
            refused.append(min(file.names))
    if refused and not offered:
        raise BadInput(_NOT_ALLOWED, where=f"{path}: {refused[0]}", todo=_OTHER)
    return offered


def _place(names: frozenset[str]) -> tuple[str, int] | None:
    return next(((role, rank) for role, known in OFFICIAL.items() for rank, name in enumerate(known) if name in names), None)


def _fonts(path: Path) -> list[TrueType]:
    """Every face of a file."""
    try:
        data = _mapped(path)
        return [TrueType(data, index) for index in range(count(data))]
    except (NotTrueType, OSError) as error:
        raise BadInput(_NOT_USABLE, where=str(path), todo=_OTHER) from error
