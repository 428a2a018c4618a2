"""The reference of every verb, written from the verbs themselves: `python -m fieldaudit.cli.reference > docs/cli.md`.

A test compares docs/cli.md with what this gives, so the page cannot drift.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import click

from . import root

_HEAD = """# Every verb

Made from the program itself (`python -m fieldaudit.cli.reference`); a test keeps it true.

These options may stand anywhere on the line:

{options}

Exit status: 0 done; 1 refused, and the message says what, where, what is safe and what to do; 2 usage (`documents verify`
has two of its own: 3 altered, 4 unknown). With `--json` a list
gives an array of objects with `id` (a decimal string), everything else one object. Reading verbs need no person; verbs
that act need `--as NAME` and the PIN in `FIELDAUDIT_PIN` (asked for on a terminal). The passphrase of the workspace comes
from `FIELDAUDIT_PASSPHRASE` or is asked for. A home is named by id, exact name or code; an inspection or notice by id or number.
"""


def verbs(group: click.Group = root, prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """(words, command) of every verb, in the order of the program."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from verbs(command, (*prefix, name))
        else:
            yield " ".join((*prefix, name)), command


def reference() -> str:
    """The whole page as Markdown."""
    shared = [parameter for parameter in root.params if isinstance(parameter, click.Option)]
    parts = [_HEAD.format(options="\n".join(_option(option) for option in shared))]
    for words, command in verbs():
        context = click.Context(command, info_name=f"fieldaudit {words}")
        usage = " ".join(command.collect_usage_pieces(context))
        text = cleandoc(command.help or "")
        options = [_option(each) for each in command.params if isinstance(each, click.Option)]
        parts.append("\n".join([f"## {words}", "", f"`fieldaudit {words} {usage}`".replace(" `", "`"), "", text,
                                *([""] if options else []), *options, ""]))  # fmt: skip
    return "\n".join(parts).rstrip() + "\n"


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    kind = f" ({', '.join(option.type.choices)})" if isinstance(option.type, click.Choice) else ""
    needed = " Required." if option.required else ""
    return f"- {names}{kind}: {option.help or ''}{needed}".rstrip().removesuffix(":")


if __name__ == "__main__":
    click.echo(reference(), nl=False)
