"""The command line: every verb, scriptable. Reads arguments, calls `work` and `sync`, prints; decides nothing.

Exit status: 0 done, 1 refused (the message says what, where, what is safe, what to do), 2 usage.
"""

from __future__ import annotations

import sys

import click

from ..errors import FieldauditError
from . import exchange, inspection, office, rectification
from .base import GLOBAL_OPTIONS, root

for module in (office, inspection, rectification, exchange):
    module.register_on(root)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the program's entry point. Gives the exit status (and exits with it)."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        root.main(args=_globals_first(given), prog_name="fieldaudit", standalone_mode=False)
    except FieldauditError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(1)
    return 0


def _globals_first(arguments: list[str]) -> list[str]:
    """Let the options that every verb shares stand anywhere on the line."""
    front: list[str] = []
    rest: list[str] = []
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        name = word.partition("=")[0]
        if word == "--":
            rest += [word, *queue]
            break
        if name in GLOBAL_OPTIONS:
            front.append(word)
            if GLOBAL_OPTIONS[name] and "=" not in word and queue:
                front.append(queue.pop(0))
        else:
            rest.append(word)
    return [*front, *rest]


__all__ = ["main", "root"]
