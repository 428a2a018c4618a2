"""Where the files that come with the program are: faces, icons, law data, the forms a bureau starts from.

Knows paths and nothing of what is in the files. `forms/` stands at the top of the source tree so that a
bureau finds and edits it, the user guide in `docs/`; a wheel carries both inside this package. Both places are known
here and nowhere else. The package must lie on disk (it is never imported from a zip).
"""

from __future__ import annotations

from pathlib import Path

from ..errors import MachineError
from ..i18n import tr

_HERE = Path(__file__).resolve().parent
_SOURCE_TREE = _HERE.parents[1]


def asset_path(name: str) -> Path:
    """The file or folder `name` ("fonts/NotoSerifSC-Regular.ttf") among the assets.

    Raises MachineError when it is not there: the installation is damaged, no act of a person's is.
    """
    return _installed(_HERE / name)


def asset_text(name: str) -> str:
    """The text of an asset that the program cannot do without: a paper's wording. Raises MachineError."""
    return asset_path(name).read_text(encoding="utf-8")


def forms_dir() -> Path:
    """The folder of the forms that come with the program (`*.md`, and the `*.csv` they are made from).

    Raises MachineError when neither the package nor the source tree around it has them.
    """
    inside = _HERE / "forms"
    return inside if inside.is_dir() else _installed(_SOURCE_TREE / "forms")


def guide_dir() -> Path:
    """The folder of the user guide (`zh/NN-topic.md`, `en/NN-topic.md`, pictures beside them).

    Raises MachineError when neither the package nor the source tree around it has it.
    """
    inside = _HERE / "guide"
    return inside if inside.is_dir() else _installed(_SOURCE_TREE / "docs" / "user-guide")


def _installed(path: Path) -> Path:
    if not path.exists():
        raise MachineError(
            tr("程序自带的文件缺失。", "A file that comes with the program is missing."),
            where=str(path),
            todo=tr("请重新安装 fieldaudit。", "Install fieldaudit again."),
        )
    return path
