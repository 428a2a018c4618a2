"""A paper's own words: sentences, headings, labels and column widths, from one TOML a paper that an office may change.

Owns reading and checking such a file. The one that comes with the program is the measure of all others: a copy may
leave keys out (the program's stand then) but may not add any, change a key's type, or drop a `{field}` from a sentence,
so that no paper loses its deadline to an edit. Knows nothing of what the sentences say.

    [sentence]
    order = "依据{powers}，责令你单位限期改正。"      words.say("sentence.order", powers=…)
    [column]
    annex = [10, 14, 42, 12, 37, 24, 17]               words.numbers("column.annex"), millimetres
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from ..assets import asset_text
from ..errors import BadInput
from ..i18n import Text, tr
from .facts import FACTS_OF, has_field

if TYPE_CHECKING:  # setting type is slow to import, and words are checked without
    from .typeset.line import Piece

KINDS = tuple(FACTS_OF)
ENGLISH = ("plan", "report")  # those that have an English edition as well
_FIXED = ("column", "head", "blank")  # lists that take exactly as many values as the program's
_OF_THE_PAGE = ("size", "height", "dense", "blank")
_NEAR = 3.0  # times more or less than the program's measure
_OPTIONAL = "optional"  # the key, above every section, that lists the fields a sentence may leave out
_HEADER = re.compile(r"^\s*\[\s*([^\]\s]+)\s*\]")
_KEY = re.compile(r"""^\s*["']?([\w-]+)["']?\s*(?:=|\.)""")
_AT = re.compile(r"line (\d+)")
_ORDERS = ("notice", "immediate")
FINES = re.compile("消防法》[^《。；]*第六十条")  # 消防法 60: the fire agency's and housing's power, no bureau's to threaten with
_DEEPEST = 3  # levels of tables that are told apart; words have two
_TOML = {  # how tomllib begins what it says, and what it comes of in an editor
    "Cannot overwrite": tr("同一项写了两次", "the same entry stands twice"),
    "Cannot declare": tr("同一节写了两次", "the same section stands twice"),
    "Illegal character": tr('文字的末尾缺英文引号 "，或者文字里换了行', 'a text without its closing ", or with a new line in it'),
    "Unterminated": tr('文字的末尾缺英文引号 "', 'a text without its closing "'),
    "Invalid value": tr('值要写成带英文引号的文字 "…"，或者数字', 'a value is a text in "…" or a number'),
    "Expected '='": tr("项的名称后面缺 =", "an entry's name without its ="),
    "Unescaped": tr("文字里的反斜杠 \\ 要写两个 \\\\", "a backslash in a text is written twice"),
    "Unclosed array": tr("方括号 [ ] 不成对，或者缺逗号", "[ without its ], or a comma is missing"),
    "Expected newline": tr("一行里写了多余的内容", "something more stands on the line"),
}


@dataclass(frozen=True)
class Wording:
    """The words of one paper by `section.key`. A key that the paper's own file does not have is our own mistake: KeyError."""

    kind: str
    lang: str
    values: Mapping[str, Any]

    def text(self, key: str) -> str:
        """A text without fields: a heading, a label."""
        return self.say(key)

    def say(self, key: str, **fields: object) -> str:
        """A sentence with its fields filled in. A field that the sentence does not name is left unsaid."""
        return "".join(
            literal if name is None else literal + str(fields[name]) for literal, name in _parts(str(self.values[key]))
        )

    def pieces(self, key: str, **fields: Piece | str | Sequence[Piece | str]) -> list[Piece | str]:
        """The same as pieces to set: a field may be a blank to write on, a box to tick, or several pieces."""
        said: list[Piece | str] = []
        for literal, name in _parts(str(self.values[key])):
            said += [literal] if literal else []
            if name is not None:
                value = fields[name]
                said += [value] if isinstance(value, str) or not isinstance(value, Sequence) else value
        return said

    def number(self, key: str) -> float:
        """A measure: millimetres, points, days."""
        return float(self.values[key])

    def flag(self, key: str) -> bool:
        """A choice of the office: yes or no."""
        return bool(self.values[key])

    def numbers(self, key: str) -> tuple[float, ...]:
        """Measures in a row: the widths of columns."""
        return tuple(float(value) for value in self.values[key])

    def texts(self, key: str) -> tuple[str, ...]:
        """Texts in a row: the heads of columns, the copies of a paper."""
        return tuple(self.values[key])


@cache
def shipped(kind: str, lang: str = "zh") -> Wording:
    """The words that come with the program; `lang` "en" for those of `ENGLISH`. Raises BadInput for any other kind."""
    source = tomllib.loads(shipped_text(kind, lang))
    source.pop(_OPTIONAL, None)
    return Wording(kind, lang, dict(_flat(source)))


def shipped_text(kind: str, lang: str = "zh") -> str:
    """The TOML that comes with the program, to copy and change. Raises BadInput for a kind that is none."""
    if kind not in KINDS or (lang != "zh" and kind not in ENGLISH):
        raise BadInput(
            tr(f"没有“{kind}”这种文书的措辞", f"there is no wording of {kind!r}"), where=lang, todo=", ".join(KINDS)
        )
    return asset_text(f"papers/{kind}.{lang}.toml")


def read_wording(kind: str, text: str, name: str, lang: str = "zh") -> Wording:
    """An office's own words of a paper, over the program's. `name` is the file's, for errors.

    Raises BadInput naming file and line: no TOML, an unknown key, another type, columns that do not fill their table, a
    sentence that drops a field or names one that it cannot have.
    """
    own = shipped(kind, lang)
    text = text.removeprefix("\ufeff")  # some editors leave one
    source = _loaded(text, name)
    optional = frozenset(tomllib.loads(shipped_text(kind, lang)).get(_OPTIONAL, ()))
    source.pop(_OPTIONAL, None)
    changed = dict(_flat(source))
    for key, value in changed.items():
        fault = _fault(own.values, key, value, optional) or _strange(kind, key, value)
        if fault is not None:
            raise BadInput(
                fault, where=f"{name}:{_line_of(text, key)}",
                todo=tr("对照 documents wording show 给出的原文修改。", "Compare it with what documents wording show gives."),
            )  # fmt: skip
    return Wording(kind, lang, {**own.values, **changed})


def _loaded(text: str, name: str) -> dict[str, Any]:
    """The file's tables. Raises BadInput naming file, line and what an editor would have to mend there."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = _AT.search(said)
        line = at[1] if at else len(text.splitlines())  # "at end of document"
        why = next((why for start, why in _TOML.items() if said.startswith(start)), tr(said, said))
        raise BadInput(
            tr(f"不是有效的 TOML：{why.zh}", f"it is no valid TOML: {why.en}"), where=f"{name}:{line}",
            todo=tr("改正这一行，或重新复制 documents wording show 给出的原文。",
                    "Mend this line, or copy what documents wording show gives again."),
        ) from None  # fmt: skip
    except RecursionError:
        raise BadInput(tr("不是措辞文件：层次太深", "it is no file of words: nested too deeply"), where=name) from None


def _fault(own: Mapping[str, Any], key: str, value: object, optional: frozenset[str]) -> Text | None:
    """What is wrong with one entry; None when it may stand."""
    if key not in own:
        return tr(f"没有 {key} 这一项", f"there is no entry {key}")
    open_list = own[key] == [] and isinstance(value, list) and all(isinstance(one, str) for one in value)
    if _shape(value) != _shape(own[key]) and not open_list:
        return tr(f"{key} 应为{_shape(own[key]).zh}", f"{key} takes {_shape(own[key]).en}")
    if isinstance(value, str):
        return _sentence_fault(key, str(own[key]), value, optional)
    if isinstance(value, list):
        return _list_fault(key, own[key], value)
    return None if isinstance(value, bool) else _measure_fault(key, [own[key]], [value])


def _strange(kind: str, key: str, value: Any) -> Text | None:
    """`require.fields` names fields of the paper's facts; an order threatens with no other agency's power."""
    if kind in _ORDERS and isinstance(value, str) and FINES.search(value):
        return tr(f"{key} 写了消防法第六十条的处罚，那不是本机关的职权",
                  f"{key} cites the penalties of article 60 of the Fire Protection Law, no power of this agency")  # fmt: skip
    strange = [name for name in value if not has_field(FACTS_OF[kind], name)] if key == "require.fields" else []
    return tr(f"这种文书没有“{strange[0]}”这个字段", f"this paper has no field “{strange[0]}”") if strange else None


def _list_fault(key: str, own: list[Any], value: list[Any]) -> Text | None:
    section = key.partition(".")[0]
    if section in _FIXED and len(value) != len(own):
        return tr(f"{key} 应有 {len(own)} 个值", f"{key} takes {len(own)} values")
    if own and not isinstance(own[0], str):
        fault = _measure_fault(key, own, value)
        if fault is not None:
            return fault
    if section == "column" and abs(sum(value) - sum(own)) > 0.05:
        return tr(f"{key} 的列宽合计应为 {sum(own):g} 毫米", f"the columns of {key} must add up to {sum(own):g} mm")
    return None


def _measure_fault(key: str, own: Sequence[float], value: Sequence[Any]) -> Text | None:
    """Measures of the page stay near the program's, so that nothing leaves its page or grows without end."""
    section = key.partition(".")[0]
    low, high = (min(own) / _NEAR, max(own) * _NEAR) if section in _OF_THE_PAGE else (0.0, 10_000.0)
    if all(low <= one <= high and (one > 0 or section != "column") for one in value):
        return None
    if section == "column":
        return tr(f"{key} 的值应大于零", f"the values of {key} must be above zero")
    return tr(f"{key} 应在 {low:g} 和 {high:g} 之间", f"{key} takes {low:g} to {high:g}")


def _sentence_fault(key: str, own: str, said: str, optional: frozenset[str]) -> Text | None:
    try:
        named = {name for _, name in _parts(said) if name is not None}
    except ValueError:
        return tr(f"{key} 的花括号不成对", f"the braces of {key} do not match")
    known = {name for _, name in _parts(own) if name is not None}
    if named - known:
        field = sorted(named - known)[0]
        return tr(f"{key} 不能用 {{{field}}}", f"{key} cannot name {{{field}}}")
    if known - named - optional:
        field = sorted(known - named - optional)[0]
        return tr(f"{key} 缺少 {{{field}}}", f"{key} lacks {{{field}}}")
    if own.strip() and not said.strip():
        return tr(f"{key} 不能为空", f"{key} cannot be empty")
    return None


_SHAPES = {
    str: tr("文字", "a text"),
    bool: tr(" true 或 false", "true or false"),
    float: tr("数字", "a number"),
    (list, str): tr("文字列表", "a list of texts"),
    (list, float): tr("数字列表", "a list of numbers"),
    None: tr("文字或数字", "a text or a number"),
}


def _shape(value: object) -> Text:
    if isinstance(value, list):
        kinds = {float if isinstance(one, int | float) and not isinstance(one, bool) else type(one) for one in value}
        return _SHAPES.get((list, kinds.pop()) if len(kinds) == 1 else None, _SHAPES[None])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _SHAPES[float]
    return _SHAPES.get(type(value), _SHAPES[None])


def _flat(source: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in source.items():
        if isinstance(value, dict) and above.count(".") < _DEEPEST:
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value


@lru_cache(maxsize=2048)
def _parts(sentence: str) -> tuple[tuple[str, str | None], ...]:
    """Literal texts, each with the field after it. Raises ValueError when braces do not match."""
    found = []
    for literal, name, form, conversion in Formatter().parse(sentence):
        if name == "" or form or conversion:
            raise ValueError(sentence)
        found.append((literal, name))
    return tuple(found)


def _line_of(text: str, key: str) -> int:
    """The line a key stands on, as an editor counts them."""
    section, _, name = key.rpartition(".")
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        header, entry = _HEADER.match(line), _KEY.match(line)
        if header:
            here = header[1]
            if here == key:
                return number
        elif entry and here == section and entry[1] == name:
            return number
    return next((n for n, line in enumerate(text.splitlines(), start=1) if name in line), 1)
