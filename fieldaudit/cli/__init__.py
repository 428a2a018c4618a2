"""The command line: every verb, scriptable. Reads arguments, calls `work` and `sync`, prints; decides nothing.

Exit status: 0 done, 1 refused (the message says what, where, what is safe, what to do), 2 usage; what `documents verify`
finds is a status as well (3 altered, 4 unknown), and a batch stopped by Ctrl+C is 130.
"""

from __future__ import annotations

import io
import sys

import click

from ..errors import BadInput, FieldauditError, MachineError, machine_reason
from ..i18n import tr
from . import batch, casefile, corrections, documents, exchange, forms, hub, inspection, keeping, office, rectification, site
from .base import GLOBAL_OPTIONS, root
from .usage import usage_text

for module in (office, forms, inspection, rectification, documents, batch, casefile, exchange, keeping, corrections, hub, site):
    module.register_on(root)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the program's entry point. Gives the exit status (and exits with it)."""
    given = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):  # a name that the terminal cannot show must not end the act half told
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = root.main(args=_globals_first(given), prog_name="fieldaudit", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.UsageError as error:
        click.echo(usage_text(error), err=True)
        sys.exit(2)
    except click.Abort:
        click.echo(str(tr("已中断；已记录的内容未受影响。", "Interrupted. Nothing already recorded was changed.")), err=True)
        sys.exit(1)
    except (FieldauditError, OSError, UnicodeError) as error:
        click.echo(str(_in_our_words(error)), err=True)
        sys.exit(1)
    return status if isinstance(status, int) else 0


def _in_our_words(error: FieldauditError | OSError | UnicodeError) -> FieldauditError:
    """What the machine refused where no room expected it, told like every other refusal."""
    if isinstance(error, FieldauditError):
        return error
    if isinstance(error, OSError):
        return MachineError(
            tr("机器拒绝了操作：{why}", "the machine refused: {why}").format(why=machine_reason(error)),
            where=str(error.filename or ""),
            todo=tr("检查磁盘和权限后重试。", "Check disk and permissions, then try again."),
        )
    return BadInput(
        tr("输入中有不能保存的字符", "the input holds characters that cannot be stored"),
        todo=tr("重新输入这段文字。", "Type that text again."),
    )


def _globals_first(arguments: list[str]) -> list[str]:
    """Let the options that every verb shares stand anywhere on the line."""
    if any("\0" in word for word in arguments):
        raise click.UsageError(str(tr("参数中有空字符", "an argument holds a NUL byte")))
    front: list[str] = []
    rest: list[str] = []
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        name = word.partition("=")[0]
        if word == "--":
            rest += [word, *queue]
            break
        if name not in GLOBAL_OPTIONS:
            rest.append(word)
            continue
        front.append(word)
        if GLOBAL_OPTIONS[name] and "=" not in word:
            if not queue:
                return front  # click says that its value is missing
            front.append(queue.pop(0))
    return [*front, *rest]


__all__ = ["main", "root"]
