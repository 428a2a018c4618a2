"""Verbs that carry a home's whole record out of the program: export case, and the code by which it is trusted."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..i18n import Text, tr
from ..work import register
from ..work.casefile.pack import Exported, bureau_code
from ..work.casefile.pack import export as write_case
from .base import Session
from .usage import Verbs

pass_session = click.make_pass_decorator(Session)


def register_on(root: click.Group) -> None:
    """Add these verbs."""
    root.add_command(export)


@click.group(cls=Verbs)
def export() -> None:
    """Carry a record out of the program, for whoever has it not."""


@export.command("case")
@click.argument("institution")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), help="A folder to make, or a file ending in .zip.")
@pass_session
def export_case(session: Session, institution: str, target: Path) -> None:
    """Write a home's case file: every paper, photo, signature and act, signed, to be checked with sha256sum and openssl alone."""
    with session.desk(acting=True) as desk:
        done = write_case(desk, register.find(desk, institution), target, _progress if sys.stderr.isatty() else None)
    session.emit(
        {"path": done.path, "files": done.files, "bytes": done.size, "missing": done.missing, "bureau_code": done.bureau_code},
        _told(done),
    )


@export.command("code")
@pass_session
def export_code(session: Session) -> None:
    """The code of the bureau's key: what the bureau tells, by telephone or letter, to whoever checks a case file."""
    with session.desk() as desk:
        name, code = desk.bureau()["name"], bureau_code(desk.store.trust.bureau_public)
    session.emit({"bureau": name, "code": code}, f"{name}\n{code}")


def _progress(done: int, of: int) -> None:
    click.echo(f"\r{done}/{of}", nl=done == of, err=True)


def _told(done: Exported) -> Text:
    more = tr("", "")
    if done.missing:
        more = tr(
            f"\n有 {len(done.missing)} 个文件不在本机，未收入（目录.csv 列出）：先与保存它们的电脑同步。",
            f"\n{len(done.missing)} files are not on this laptop and not in it (目录.csv lists them): sync with one that has them.",
        )
    return tr(
        f"案卷已写入 {done.path}：{done.files} 个文件。核验方法见其中的 核验说明.txt；本局密钥代码 {done.bureau_code}{more.zh}",
        f"Case file written to {done.path}: {done.files} files. 核验说明.txt in it says how to check it; the bureau's key has the "
        f"code {done.bureau_code}{more.en}",
    )
