"""Every verb is there under its exact name and documented."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from fieldaudit.cli.base import root
from fieldaudit.cli.reference import reference, verbs

ROOT = Path(__file__).resolve().parents[2]
PROMISED = """init; people add|list|pin; enrol request|grant|accept|revoke; institutions import|list|show|merge;
forms list|check|diff|docs|show|publish;
inspect new|answer|add|remove|photo|fix|sign|finish|amend|upgrade|export|show|list;
plan list|show|edit|grade|join|submit|extend|grant|reinspect|clear;
notice issue|serve|void|list|print; numbers lease|list; review list|approve|return;
documents draft|issue|print|list|correct|verify|batch|wording list|wording show|wording check|wording set|wording reset|
  head set|head show|head remove;
sync folder|hub|status; hub serve|status|claim|invite|invitations|withdraw|enrol|site|link; export case|code;
history; conflicts list|settle; quarantine list; verify; rebuild; backup; restore; undo; redo; demo"""


def _promised() -> set[str]:
    words = set()
    for entry in PROMISED.replace("\n", " ").split(";"):
        group, _, names = entry.strip().partition(" ")
        words |= {f"{group} {name.strip()}" for name in names.split("|")} if names else {group}
    return words


def test_the_verbs_are_exactly_the_promised_ones() -> None:
    assert {words for words, _ in verbs()} == _promised()


def test_the_page_of_verbs_is_what_the_program_says() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert page == reference(), "run: .venv/bin/python -m fieldaudit.cli.reference > docs/cli.md"


def test_every_verb_and_option_says_what_it_is_for() -> None:
    for words, command in verbs():
        assert command.help, words
        for parameter in command.params:
            if not isinstance(parameter, click.Option):
                continue
            assert parameter.help or parameter.name in ("role", "severity", "kind", "count", "out", "party", "state", "method"), (
                words,
                parameter.name,
            )


def _lines_of_pages() -> list[str]:
    """Every line of the pages for users that is typed at the program, comments and continued lines put right."""
    lines = []
    for page in (ROOT / "README.md", ROOT / "docs" / "papers.md", ROOT / "docs" / "hub.md"):
        text = page.read_text("utf-8").replace("\\\n", " ")
        lines += re.findall(r"^    (?:[\w ,]+: +)?(fieldaudit .+?)(?:\s{2,}#.*)?$", text, re.MULTILINE)
        lines += re.findall(r"^\w+\$ (fieldaudit .+)$", text, re.MULTILINE)
    return lines


@pytest.mark.parametrize("line", _lines_of_pages())
def test_every_line_of_the_pages_is_one_the_program_understands(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = root
    while isinstance(command, click.Group):
        parser = command.make_parser(click.Context(command))
        parser.allow_interspersed_args = False
        words = parser.parse_args(words)[1]
        assert words and words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    given, rest, _ = command.make_parser(click.Context(command)).parse_args(words)
    missing = [each.name for each in command.params if each.required and not given.get(str(each.name))]
    assert not missing and not rest, line
