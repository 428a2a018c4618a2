"""`search('file', …)` in an appearance, the older way to choices from a CSV, said as `select_one_from_file` with a filter.

XLSForm.org, "Dynamic selects from pre-loaded data". Knows rows of sheets only; what it cannot say otherwise it leaves, and
the check refuses it: several label columns, choices of the sheet beside those of the file, a file name that is computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .sheets import Sheet

_SEARCH = re.compile(r"\bsearch\s*\((.*)\)\s*\Z", re.DOTALL)
_TYPE = re.compile(r"(select_one|select_multiple)\s+(\S+)\Z")
_QUOTED = re.compile(r"""(['"])([^'"]*)\1\Z""")
_KINDS = {"contains": "contains({}, {})", "startswith": "starts-with({}, {})", "endswith": "ends-with({}, {})",
          "matches": "{} = {}"}


def without_searches(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """The sheets with every `search()` that can be said otherwise rewritten; rows keep their numbers."""
    survey = sheets["survey"]
    if not any("search" in cells.get("appearance", "") for _, cells in survey.rows):
        return dict(sheets)
    choices = _choices(sheets.get("choices"))
    columns = [*survey.columns, *(c for c in ("parameters", "choice_filter") if c not in survey.columns)]
    rows = [(number, _rewritten(cells, choices)) for number, cells in survey.rows]
    gone = {_list(cells) for (_, cells), (_, other) in zip(survey.rows, rows, strict=True) if cells is not other}
    found = {**sheets, "survey": Sheet(survey.name, columns, rows)}
    if (sheet := sheets.get("choices")) is not None:  # a list of column names is no list of choices
        kept = [(number, {} if _list_name(cells) in gone else cells) for number, cells in sheet.rows]
        found["choices"] = Sheet(sheet.name, sheet.columns, kept)
    return found


def _choices(sheet: Sheet | None) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for _, cells in sheet.rows if sheet else ():
        found.setdefault(_list_name(cells), []).append(cells)
    return found


def _list_name(cells: dict[str, str]) -> str:
    return cells.get("list_name") or cells.get("list name", "")


def _list(cells: dict[str, str]) -> str:
    kind = _TYPE.match(cells.get("type", ""))
    return kind[2] if kind else ""


def _rewritten(cells: dict[str, str], choices: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    appearance = cells.get("appearance", "")
    search = _SEARCH.search(appearance) if appearance.endswith(")") else None
    kind = _TYPE.match(cells.get("type", ""))
    rows = choices.get(kind[2], []) if kind else []
    if search is None or kind is None or len(rows) != 1:
        return cells
    arguments = list(_split(search[1]))
    names = [_QUOTED.match(argument) for argument in arguments]
    label = next((text for column, text in rows[0].items() if column.partition("::")[0] == "label"), "")
    condition = _condition(arguments, [name[2] if name else "" for name in names])
    if condition is None or not names[0] or "," in label:
        return cells
    return {**cells, "type": f"{kind[1]}_from_file {names[0][2].removesuffix('.csv')}.csv",
            "appearance": appearance[:search.start()].strip(),
            "parameters": f"{cells.get('parameters', '')} value={rows[0].get('name', '')} label={label}".strip(),
            "choice_filter": " and ".join(part for part in (cells.get("choice_filter"), condition) if part)}


def _condition(arguments: list[str], names: list[str]) -> str | None:
    """The filter that the arguments say, blank for none; None when they are not of the six forms."""
    if len(arguments) == 1:
        return ""
    if len(arguments) not in (4, 6) or names[1] not in _KINDS or not names[2]:
        return None
    found = " or ".join(_KINDS[names[1]].format(column.strip(), arguments[3]) for column in names[2].split(","))
    return f"({found})" if len(arguments) == 4 else f"({found}) and {names[4]} = {arguments[5]}" if names[4] else None


def _split(text: str) -> Iterator[str]:
    """The arguments of a call: parted at commas outside of quotes and parentheses."""
    depth, quote, start = 0, "", 0
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "(){}":
            depth += 1 if letter in "({" else -1
        elif letter == "," and not depth:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()
