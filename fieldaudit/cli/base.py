"""What every verb shares: the workspace, the person, the language, the clock, plain or JSON output."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import platformdirs

from .. import __version__
from ..domain.calendar import SHANGHAI, local_date
from ..domain.core import RowId
from ..errors import BadInput, MachineError, NotAllowed, machine_reason
from ..i18n import Text, set_language, tr
from ..store import Workspace
from ..store.backup import keep_snapshot
from ..store.files import PART, discard, low_space
from ..store.keyfile import is_protected
from ..work.clock import doubts
from ..work.desk import Desk
from ..work.office import sign_in
from .keyrings import remember, remembered
from .usage import Root

# option -> does it take a value; these may stand anywhere on the line
GLOBAL_OPTIONS = {"--workspace": True, "--as": True, "--lang": True, "--json": False, "--remember": False}


@dataclass
class Session:
    """The options of one command line."""

    workspace: Path
    person: str | None
    as_json: bool
    remember: bool = False
    told: list[Text] = field(default_factory=list)  # what the desk had to say besides the outcome

    def passphrase(self) -> str | None:
        """The passphrase from FIELDAUDIT_PASSPHRASE, or asked for on a terminal; None for an unprotected workspace."""
        if not is_protected(self.workspace):
            return None
        return secret("FIELDAUDIT_PASSPHRASE", tr("口令", "Passphrase"))

    def open(self) -> Workspace:
        """The open workspace, by the passphrase of the environment, of the keyring if it is there and fits, or asked for."""
        kept = None if os.environ.get("FIELDAUDIT_PASSPHRASE") is not None else remembered(self.workspace)
        if kept is not None and is_protected(self.workspace):
            with suppress(NotAllowed):  # it was changed since
                return Workspace.open(self.workspace, kept)
        passphrase = self.passphrase()
        workspace = Workspace.open(self.workspace, passphrase)
        self.keep(passphrase)
        return workspace

    def keep(self, passphrase: str | None) -> None:
        """Put a passphrase that fits into the keyring if --remember asks for it; says so where that cannot be done."""
        if self.remember and passphrase is not None and not remember(self.workspace, passphrase):
            click.echo(str(tr("没有可用的密钥环，口令没有存入。", "No keyring takes the passphrase; it is not kept.")), err=True)

    @contextmanager
    def desk(self, *, acting: bool = False, writing: bool = False, seen: str | None = None) -> Iterator[Desk]:
        """The open workspace, with the person of --as signed in when the verb acts; `seen`: when it was, if entered later.

        `writing`: nobody acts, but the disk fills up.
        """
        with self.open() as workspace:
            desk = Desk(workspace, now_ms(), observed_at=moment(seen))
            desk.told += _look_after(desk, acting or writing)
            if acting:
                self.sign_in(desk)
                desk.told += doubts(desk)
            try:
                yield desk
            finally:
                self.told = desk.told
                for words in desk.told:
                    click.echo(str(words), err=True)

    def sign_in(self, desk: Desk) -> None:
        """Put the person of --as at the desk. Raises NotAllowed."""
        if not self.person:
            raise NotAllowed(
                tr("要说明由谁办理", "say who does this"),
                todo=tr("用 --as 姓名，PIN 放在 FIELDAUDIT_PIN 中。", "Use --as NAME, with the PIN in FIELDAUDIT_PIN."),
            )
        sign_in(desk, self.person, secret("FIELDAUDIT_PIN", tr("PIN", "PIN")))

    def emit(self, data: Any, text: str | Text | Callable[[], str] = "") -> None:
        """Print the data as JSON with --json, otherwise the text. What the desk told stands in one object's `told`; it
        went to stderr already."""
        if self.as_json:
            if self.told and isinstance(data, dict):
                data = {**data, "told": [*data.get("told", []), *map(str, self.told)]}
            click.echo(json.dumps(data, ensure_ascii=False, default=_plain))
        else:
            words = text() if callable(text) else str(text)
            if words:
                click.echo(words)


def _look_after(desk: Desk, writing: bool) -> list[Text]:
    """Keep the day's snapshot; gives what the person should know of disk and workspace."""
    workspace, today = desk.workspace, local_date(desk.now).isoformat()
    warnings = [keep_snapshot(workspace, desk.now, today), low_space(workspace.path) if writing else None]
    return [*workspace.warnings, *(warning for warning in warnings if warning is not None)]


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)


def secret(variable: str, prompt: Text) -> str:
    """A secret from the environment, else asked for on a terminal. Raises NotAllowed where nobody can answer."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise NotAllowed(Text(f"需要{prompt.zh}", f"{prompt.en} needed"), todo=tr(f"设置环境变量 {variable}。", f"Set {variable}."))
    return str(click.prompt(str(prompt), hide_input=True))


def now_ms() -> int:
    """The laptop's clock, ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


def day(text: str) -> date:
    """A date argument, 2026-12-01. Raises BadInput."""
    try:
        parsed = date.fromisoformat(text)
        if not 1990 <= parsed.year <= 2100:
            raise ValueError
    except ValueError:
        raise BadInput(
            tr(f"不是可用的日期：{text}", f"not a usable date: {text}"), todo=tr("写作 2026-12-01。", "Write it as 2026-12-01.")
        ) from None
    return parsed


def moment(text: str | None) -> int | None:
    """A local time argument, 2026-11-25T09:20, as ms. Raises BadInput."""
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text)
        if not 1990 <= parsed.year <= 2100:
            raise ValueError
    except ValueError:
        raise BadInput(
            tr(f"不是可用的时间：{text}", f"not a usable time: {text}"),
            todo=tr("写作 2026-11-25T09:20。", "Write it as 2026-11-25T09:20."),
        ) from None
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=SHANGHAI)).timestamp() * 1000)


seen_option = click.option("--seen", default=None, help="When it was seen or done, if entered later: 2026-11-25T09:20.")


@contextmanager
def _reading(path: str) -> Iterator[None]:
    """BadInput naming the file for what cannot be read."""
    try:
        yield
    except OSError as error:
        raise BadInput(
            tr("读不了文件：{why}", "cannot read the file: {why}").format(why=machine_reason(error)),
            where=path,
            todo=tr("检查文件名和权限。", "Check its name and permissions."),
        ) from None
    except ValueError:  # a NUL byte in the name
        raise BadInput(tr("不是文件名", "not a file name"), where=repr(path)) from None


def read_file(path: str) -> bytes:
    """A file's bytes. Raises BadInput naming it."""
    with _reading(path):
        return Path(path).read_bytes()


def read_head(path: str, limit: int) -> bytes:
    """At most so many bytes of a file, however large it is; what is no plain file is not waited for. Raises BadInput."""
    with _reading(path):
        if os.path.exists(path) and not os.path.isfile(path):
            raise BadInput(tr("不是普通文件", "not a plain file"), where=path)
        with open(path, "rb") as file:
            return file.read(limit)


def read_files(paths: Sequence[str]) -> list[tuple[str, bytes]]:
    """(name, bytes) of several files."""
    return [(Path(path).name, read_file(path)) for path in paths]


def write_file(path: str, data: bytes) -> None:
    """Write an output file the person named, whole or not at all. Raises MachineError."""
    try:
        target = Path(path)
        if target.is_symlink() or (target.exists() and not target.is_file()):  # a link, a pipe, a device
            target.write_bytes(data)
            return
        temporary = target.with_name(f".{os.urandom(4).hex()}{PART}")
        try:
            temporary.write_bytes(data)
            os.replace(temporary, target)
        except BaseException:
            discard(temporary)
            raise
    except OSError as error:
        raise _unwritable(path, error) from None
    except ValueError:
        raise BadInput(tr("不是文件名", "not a file name"), where=repr(path)) from None


def must_be_writable(path: str) -> None:
    """Ask before an act whose outcome must not get lost whether its file can be written. Raises MachineError."""
    new = not os.path.lexists(path)
    try:
        with open(path, "ab"):
            pass
        if new:
            os.unlink(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    except ValueError:
        raise BadInput(tr("不是文件名", "not a file name"), where=repr(path)) from None


def _unwritable(path: str, error: OSError) -> MachineError:
    return MachineError(
        tr("写不了文件：{why}", "cannot write the file: {why}").format(why=machine_reason(error)),
        where=path,
        todo=tr("换一个位置，或腾出空间后重试。", "Choose another place, or free some space and try again."),
    )


def fields(pairs: Mapping[Text, Any]) -> str:
    """One thing as lines of label and value; what is empty is left out."""
    colon = tr("：", ": ")
    return "\n".join(f"{title}{colon}{_cell(value)}" for title, value in pairs.items() if value not in (None, "", [], ()))


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Text], empty: Text) -> str:
    """Rows as aligned text under headings; Chinese characters count two columns."""
    if not rows:
        return str(empty)
    lines = [[str(title) for title in columns.values()], *([_cell(row.get(name)) for name in columns] for row in rows)]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(columns))]
    return "\n".join(
        "  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(tr("是", "yes") if value else tr("否", "no"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def person_id(desk: Desk, wanted: str) -> RowId:
    """A person by name or id."""
    return RowId(desk.named("person", wanted)["id"])


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fieldaudit")
@click.option(
    "--workspace",
    envvar="FIELDAUDIT_WORKSPACE",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="The workspace's folder (default: the platform's place for data; FIELDAUDIT_WORKSPACE).",
)
@click.option("--as", "person", default=None, help="Who acts: name or id. The PIN comes from FIELDAUDIT_PIN or is asked for.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=None,
    is_eager=True,  # what is wrong with the rest of the line is told in this language
    expose_value=False,
    callback=lambda _context, _option, lang: set_language(lang) if lang else None,
    help="Language of messages (default zh; FIELDAUDIT_LANG).",
)
@click.option("--remember", is_flag=True, help="Keep the passphrase in the system's keyring, if there is one (optional).")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output: lists as arrays, otherwise one object.")
@click.pass_context
def root(context: click.Context, workspace: Path | None, person: str | None, remember: bool, as_json: bool) -> None:
    """fieldaudit: fire-safety inspection of elderly-care homes, offline. 养老机构消防安全检查。"""
    place = workspace or Path(platformdirs.user_data_dir("fieldaudit", appauthor=False))
    context.obj = Session(place, person, as_json, remember)
