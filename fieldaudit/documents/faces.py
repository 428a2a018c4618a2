"""The faces papers are set in, and which face prints which character.

Owns the one disk access of `documents` (a face file is read when the first character is set in it) and
reportlab's global switches, which must be turned before its canvas is imported: no ASCII-85 (20 times
slower), no dates or random identifiers in the file, and no unembedded Helvetica as a canvas's first font.
Knows nothing of lines or pages.

No character is ever printed as an empty box: a role is a chain of faces, tried in order, and a character
that none of them has is set as its code, 〔U+1F600〕, so that a reader knows that something stood there.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab import rl_config

rl_config.useA85 = 0
rl_config.invariant = 1
rl_config.canvas_basefontname = "FandolFang-Regular"

from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: E402  (after the switches)

from ..assets import asset_path  # noqa: E402
from ..errors import Damaged, MachineError  # noqa: E402
from ..i18n import tr  # noqa: E402

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
FACE_NAMES = (_FANG, _KAI, _SONG, _BLACK, _HEI, _BOLD)
BASE_FACE = _FANG
# Only the Fandol dash fills its cell: two of another face's would leave a hole in the middle of ——.
_DASHES = "—―"

_MISSING = tr("缺少打印字体文件", "A face needed for printing is missing")
_UNREADABLE = tr("字体文件无法读取", "A face cannot be read")
_AGAIN = tr("请重新安装 fieldaudit。", "Install fieldaudit again.")


class Face:
    """One TrueType face: which characters it has and how wide they are (in em)."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        if not path.is_file():
            raise MachineError(_MISSING, where=str(path), todo=_AGAIN)
        try:
            # Without "asciiReadable" a subset carries only the characters that are printed.
            self.font = TTFont(name, str(path), asciiReadable=False)
        except TTFError as error:
            raise Damaged(_UNREADABLE, where=str(path), todo=_AGAIN) from error
        self._glyphs: dict[int, int] = self.font.face.charToGlyph

    def has(self, char: str) -> bool:
        """Whether the face has a glyph for `char`."""
        return ord(char) in self._glyphs

    def width(self, text: str) -> float:
        """Natural advance of `text` in em."""
        get = self.font.face.getCharWidth
        return float(sum(get(ord(char)) for char in text)) / 1000


class Faces:
    """All faces of one directory, each read when it is first used."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._faces: dict[str, Face] = {}
        self._chosen: dict[tuple[str, str], Face | None] = {}

    def face(self, name: str) -> Face:
        """The face of that file name; `MachineError` or `Damaged` when it cannot be read."""
        if name not in self._faces:
            self._faces[name] = Face(name, self._directory / f"{name}.ttf")
        return self._faces[name]

    def choose(self, role: str, char: str) -> Face | None:
        """The first face of the role's chain that has `char`; None when none has."""
        key = (role, char)
        if key not in self._chosen:
            names = (_FANG, *ROLES[role]) if char in _DASHES else ROLES[role]
            self._chosen[key] = next(
                (face for face in map(self.face, names) if face.has(char)), None)
        return self._chosen[key]


@lru_cache(maxsize=4)
def load_faces(directory: Path | None = None) -> Faces:
    """The program's own faces, or those of another directory with the same file names.

    Cached: a process reads each face once. Raises `MachineError` (missing) or `Damaged` when a face is
    first needed and cannot be read.
    """
    return Faces(directory or asset_path("fonts"))
