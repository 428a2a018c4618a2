"""A condition of a form in a person's words: `${has_gas} != 'no'` -> “1.17 Gas is used” is not “No”.

Owns the small part of the language that checklists are made of: comparisons with a choice, a number, a date or another
question, selected(), count-selected(), and, or, not. Whatever else there is stays an expression. Evaluates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..i18n import Text, tr
from .form import Form, Question

_REF = r"(?:current\(\)/)?(?:(?:\.\./)+|/)[^\W\d][\w.-]*(?:/[^\W\d][\w.-]*)*|\.(?!\d)"
_LITERAL = r"'[^']*'|\"[^\"]*\""
_NUMBER = r"-?\d+(?:\.\d+)?"
_SIGN = r"!=|<=|>=|=|<|>"
_DATE = rf"today\(\)|date\(\s*(?:{_LITERAL})\s*\)"
_TOKEN = re.compile(rf"""\s*(?:
    selected\(\s*(?P<chosen>{_REF})\s*,\s*(?P<choice>{_LITERAL})\s*\)
  | count-selected\(\s*(?P<counted>{_REF})\s*\)\s*(?P<count_sign>{_SIGN})\s*(?P<count>{_NUMBER})
  | (?P<left>{_REF})\s*(?P<sign>{_SIGN})\s*(?P<right>{_LITERAL}|{_NUMBER}|{_DATE}|{_REF})
  | (?P<word>and\b|or\b|not\s*\(|\(|\))
)\s*""", re.VERBOSE)
_RANGE = re.compile(rf"\.\s*>=\s*({_NUMBER})\s+and\s+\.\s*<=\s*({_NUMBER})")
_EITHER = re.compile(rf"({_REF})\s*=\s*({_LITERAL})\s+or\s+\1\s*=\s*({_LITERAL})")

_SIGNS: Mapping[str, Text] = {
    "=": tr("为", " is "), "!=": tr("不为", " is not "), "<": tr("小于", " is less than "), "<=": tr("不大于", " is at most "),
    ">": tr("大于", " is more than "), ">=": tr("不小于", " is at least "),
}
_DATE_SIGNS: Mapping[str, Text] = {
    "<": tr("早于", " is before "), "<=": tr("不晚于", " is not after "), ">": tr("晚于", " is after "),
    ">=": tr("不早于", " is not before "),
}
_WORDS: Mapping[str, Text] = {
    "and": tr("，并且", " and "), "or": tr("，或者", " or "), "not(": tr("并非（", "not ("), "(": tr("（", "("), ")": tr("）", ")"),
}
_BLANK: Mapping[str, Text] = {"=": tr("未填", " is blank"), "!=": tr("已填", " is filled in")}
_CHOSEN = tr("选了{choice}", " includes {choice}")
_COUNT = tr("{name}所选个数", "the number of choices in {name}")
_EITHER_OF = tr("{}或者{}", "{} or {}")
_TODAY, _ITSELF, _FROM_TO = tr("今天", "today"), tr("本题", "the answer"), tr("{low}到{high}", "{low} to {high}")


@dataclass(frozen=True, slots=True)
class Conditions:
    """Says conditions of one form in one language. `numbers`: path of a question -> the number it is listed under."""

    form: Form
    language: str
    numbers: Mapping[str, str]

    def words(self, source: str, at: str) -> str:
        """An expression that stands at a path, in words; as Markdown code when it is not simple enough."""
        limits = _RANGE.fullmatch(source.strip())
        if limits:
            return self._say(_FROM_TO).format(low=limits[1], high=limits[2])
        if either := _EITHER.fullmatch(source.strip()):
            question = self._question(either[1], at)
            chosen = self._say(_EITHER_OF).format(*(self._literal(value[1:-1], question) for value in either.group(2, 3)))
            return self._name(either[1], at, question) + self._say(_SIGNS["="]) + chosen
        said, position = [], 0
        while position < len(source):
            token = _TOKEN.match(source, position)
            piece = self._piece(token, at) if token else None
            if token is None or piece is None:
                return self.code(source)
            said.append(piece)
            position = token.end()
        return "".join(said)

    def code(self, source: str) -> str:
        """An expression as an author would write it: `${name}` for a question's path."""
        own = rf"(?<![\w)\]])(?:/{re.escape(self.form.root)}/|(?:current\(\)/)?(?:\.\./)+)[\w./-]+"
        short = re.sub(own, lambda ref: " ${" + ref[0].rpartition("/")[2] + "} ", source)
        short = re.sub(r"(?<=[(\[]) | (?=[),\]\[])", "", " ".join(short.split()))
        fence = "``" if "`" in short else "`"
        return f"{fence}{short}{fence}"

    def _piece(self, token: re.Match[str], at: str) -> str | None:
        """One comparison or connecting word; None when it compares what has no plain words."""
        if token["word"]:
            return self._say(_WORDS[re.sub(r"\s", "", token["word"])])
        if token["chosen"]:
            question = self._question(token["chosen"], at)
            choice = self._literal(token["choice"][1:-1], question)
            return self._name(token["chosen"], at, question) + self._say(_CHOSEN).format(choice=choice)
        if token["counted"]:
            question = self._question(token["counted"], at)
            name = self._say(_COUNT).format(name=self._name(token["counted"], at, question))
            return name + self._say(_SIGNS[token["count_sign"]]) + token["count"]
        return self._comparison(token["left"], token["sign"], token["right"], at)

    def _comparison(self, left: str, sign: str, right: str, at: str) -> str | None:
        question = self._question(left, at)
        name = self._name(left, at, question)
        if right[0] in "'\"":
            if not right[1:-1]:
                return name + self._say(_BLANK[sign]) if sign in _BLANK else None
            return name + self._say(_SIGNS[sign]) + self._literal(right[1:-1], question)
        dated = right.startswith(("today", "date"))
        verb = self._say((_DATE_SIGNS if dated else _SIGNS).get(sign, _SIGNS[sign]))
        if dated:
            return name + verb + (self._say(_TODAY) if right[0] == "t" else re.split("['\"]", right)[1])
        return name + verb + (right if re.fullmatch(_NUMBER, right) else self._name(right, at, self._question(right, at)))

    def _name(self, ref: str, at: str, question: Question | None) -> str:
        """A question by number and label; one that is not listed (a calculation) by its name."""
        if ref == ".":
            return self._say(_ITSELF)
        number = self.numbers.get(question.path, "") if question else ""
        if question is None or not number:
            return "`${" + ref.rpartition("/")[2] + "}`"
        return f"“{number} {plain(question.label(self.language))}”"

    def _literal(self, value: str, question: Question | None) -> str:
        """A value in quotes; a choice by its label."""
        labels = {choice.name: choice.label(self.language) for choice in question.choices} if question else {}
        return f"“{plain(labels.get(value, value))}”"

    def _question(self, ref: str, at: str) -> Question | None:
        """The question a path means, read from a question's own place."""
        if ref == ".":
            return self.form.by_path.get(at)
        if ref.startswith("/"):
            return self.form.by_path.get(ref[1:].partition("/")[2])
        steps = ref.removeprefix("current()/").split("/")
        up = steps.count("..")
        above = at.split("/")[:-up]
        return self.form.by_path.get("/".join([*above, *steps[up:]]))

    def _say(self, text: Text) -> str:
        return text.zh if self.language.startswith("zh") else text.en


def plain(text: str) -> str:
    """A text on one line, with nothing in it that Markdown would take for markup."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))
