"""A form as a Markdown listing that a person reads on paper: every question with all that the form says of it.

Owns the order and the words of the listing. Pure: a compiled form in, text out. Knows no record: what a question looks
like with answers is the record's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ..domain.citations import Law, cite
from ..domain.terms import label as term
from ..errors import BadInput
from ..i18n import Text, tr
from .conditions import Conditions, plain
from .form import Form, Question, join_parts

MANY_CHOICES = 40  # a longer list is named by its length and its first choices

_KINDS: Mapping[str, Text] = {
    "select_one": tr("单选", "choose one"), "select_multiple": tr("多选", "choose any"), "rank": tr("排序", "put in order"),
    "integer": tr("整数", "whole number"), "decimal": tr("数", "number"), "range": tr("在范围内选取的数", "number from a range"),
    "text": tr("文字", "text"), "date": tr("日期", "date"), "time": tr("时间", "time of day"),
    "dateTime": tr("日期和时间", "date and time"), "geopoint": tr("位置", "place"), "geotrace": tr("路线", "line on a map"),
    "geoshape": tr("范围", "area on a map"), "image": tr("照片", "photo"), "audio": tr("录音", "sound"),
    "video": tr("录像", "film"), "file": tr("文件", "file"), "barcode": tr("条码", "barcode"),
    "acknowledge": tr("确认", "acknowledge"), "calculate": tr("计算", "calculation"), "hidden": tr("隐藏", "hidden"),
    "metadata": tr("由程序填写", "filled in by the program"),
}
_UNASKED = ("calculate", "hidden", "metadata")
_VERSION = tr("版本 {version}，表单代号 {name}。", "Version {version}, form id {name}.")
_BLANKS = tr("条件中的题目未填时：“不为”成立，“为”和大小比较不成立。",
             "Where a question named in a condition is blank, “is not” holds; “is” and comparisons of size do not.")
_REQUIRED, _OPTIONAL = tr("必填", "required"), tr("可不填", "may be left blank")
_REQUIRED_WHEN = tr("以下情况必填：{condition}", "required when {condition}")
_SHOWN, _SHOWN_ALL = tr("何时显示", "Shown when"), tr("本组何时显示", "This group is shown when")
_LIMITS, _SAYS = tr("限制", "Limits"), tr("（不符时提示：{message}）", " (otherwise: {message})")
_KIND, _HINT, _GUIDANCE = tr("类型", "Type"), tr("说明", "Hint"), tr("详细说明", "Guidance")
_CHOICES, _FILTER = tr("选项", "Choices"), tr("选项筛选条件", "Choices are filtered by")
_MORE = tr("……共{count}项", " … {count} in all")
_RANGE = tr("{start}到{end}，间隔{step}", "{start} to {end} in steps of {step}")
_READONLY, _DEFAULT, _CALCULATION = tr("只读", "read-only"), tr("默认值", "Default"), tr("计算公式", "Formula")
_NOTE, _REPEAT, _COUNT = tr("提示", "Note"), tr("（可重复）", " (repeats)"), tr("重复次数", "Number of repeats")
_FAILED, _ORDER, _BASIS = tr("不符合时", "When it fails"), tr("责令依据", "Order rests on"), tr("其他依据", "Other bases")
_REFER, _FINDING, _DEMAND = tr("移送可引用", "For a referral"), tr("问题", "Finding"), tr("要求", "Requirement")
_TERM = tr("期限{days}{unit}", "term {days} {unit}")
_AT_ONCE, _WORKED_OUT = tr("期限：立即", "term: at once"), tr("不向人提问的内容", "Not asked")
_COMMA, _STOP, _COLON = tr("，", ", "), tr("；", "; "), tr("：", ": ")
_HAZARD, _POWERS = tr("隐患统称", "Its hazards are called"), tr("职权依据", "Power to order")


def listing(form: Form, language: str, laws: Mapping[str, Law] | None = None) -> str:
    """The form as Markdown: sections, numbered questions, conditions in words, limits, and what a failed answer means.

    `language` (zh, en) chooses the words around the form's texts, and its texts where it has them. With `laws` clauses
    are cited in full, else as the form writes them.
    """
    return "\n".join(_Listing(form, language, laws or {}).lines()) + "\n"


class _Listing:
    """One listing in the making."""

    def __init__(self, form: Form, language: str, laws: Mapping[str, Law]) -> None:
        self.form, self.language, self.laws = form, language, laws
        self.by_path = {definition.path: definition for definition in form.definitions}
        self.asked = [question for question in form.questions if question.kind not in _UNASKED]
        self.conditions = Conditions(form, language, self.numbers)

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Path of a question -> its number: section.place, or place alone outside any section. Notes have none."""
        sections: dict[str, int] = {}
        counts: dict[str, int] = {}
        found = {}
        for question in self.asked:
            section = question.section
            if section:
                sections.setdefault(section, len(sections) + 1)
            if question.kind != "note":
                counts[section] = counts.get(section, 0) + 1
                found[question.path] = f"{sections[section]}.{counts[section]}" if section else str(counts[section])
        return found

    def say(self, text: Text) -> str:
        return text.zh if self.language.startswith("zh") else text.en

    def lines(self) -> Iterator[str]:
        """The whole listing."""
        yield f"# {plain(self.form.titles[self.form.language_of(self.language)])}"
        yield from ("", self.say(_VERSION).format(version=self.form.version or "—", name=f"`{self.form.name}`"))
        if self.form.fa:
            yield ""
            yield from (self._item(name, text) for name, text in (
                (_HAZARD, plain(self.form.fa.get("hazard", ""))), (_POWERS, self._cited(self.form.fa.get("powers", "")))) if text)
        if any(question.relevant or question.required not in ("", "true()") for question in self.asked):
            yield from ("", self.say(_BLANKS))
        open_groups: list[str] = []
        section = 0
        for question in self.asked:
            groups = self._groups_above(question.path)
            shared = next((at for at, pair in enumerate(zip(open_groups, groups, strict=False)) if pair[0] != pair[1]),
                          min(len(open_groups), len(groups)))
            for path in groups[shared:]:
                section += "/" not in path
                yield from self._heading(path, section)
            if open_groups and not groups:
                yield from ("", "---")
            open_groups = groups
            yield from self._note(question) if question.kind == "note" else self._question(question)
        yield from self._unasked()

    def _groups_above(self, path: str) -> list[str]:
        names = path.split("/")[:-1]
        return ["/".join(names[:count]) for count in range(1, len(names) + 1)]

    def _heading(self, path: str, section: int) -> Iterator[str]:
        definition = self.by_path[path]
        labels = self.form.groups.get(definition.index, {}).get("label", {})
        title = plain(join_parts(self.form.spoken(labels, self.language))) or definition.name
        number = f"{section}. " if "/" not in path else ""
        yield from ("", "#" * min(definition.depth, 6) + f" {number}{title}{self.say(_REPEAT) if definition.repeat else ''}")
        said = definition.expressions.get
        about = ((_SHOWN_ALL, said("relevant", "")), (_COUNT, self._count(said("count", ""))))
        if any(source for _, source in about):
            yield ""
            yield from (self._item(name, self.conditions.words(source, path)) for name, source in about if source)

    def _count(self, source: str) -> str:
        """How often a repeat repeats: what is behind the calculation that an XLSForm's repeat_count is turned into."""
        counted = self.form.by_path.get(source.strip().removeprefix(f"/{self.form.root}/"))
        return counted.calculation if counted and counted.calculation else source

    def _note(self, question: Question) -> Iterator[str]:
        yield from ("", f"> {self.say(_NOTE)}{self.say(_COLON)}{plain(self._without_lead(question))}")
        if question.relevant:
            shown = self.conditions.words(question.relevant, question.path)
            yield from (">", f"> {self.say(_SHOWN)}{self.say(_COLON)}{shown}")

    def _without_lead(self, question: Question) -> str:
        """A note's text, less the word 提示 or Note that it may begin with."""
        return question.label(self.form.language_of(self.language)).removeprefix(self.say(_NOTE) + self.say(_COLON))

    def _question(self, question: Question) -> Iterator[str]:
        label = plain(question.label(self.form.language_of(self.language)))
        yield from ("", f"**{self.numbers[question.path]} {label}** `{question.name}`", "")
        yield self._item(_KIND, self._kind(question))
        yield from self._text(_HINT, question.hints)
        yield from self._text(_GUIDANCE, question.guidance)
        yield from self._choices(question)
        yield from self._conditions(question)
        if question.fa:
            yield from self._failed(question)

    def _kind(self, question: Question) -> str:
        kind = _KINDS.get(question.kind)
        parts = [self.say(kind) if kind else question.kind, self._required(question)]
        if question.readonly:
            parts.append(self.say(_READONLY) if question.readonly == "true()" else f"{self.say(_READONLY)} "
                         + self.conditions.words(question.readonly, question.path))
        return self.say(_COMMA).join(parts)

    def _required(self, question: Question) -> str:
        if question.required in ("", "false()"):
            return self.say(_OPTIONAL)
        if question.required == "true()":
            return self.say(_REQUIRED)
        condition = self.conditions.words(question.required, question.path)
        return self.say(_REQUIRED_WHEN).format(condition=condition)

    def _choices(self, question: Question) -> Iterator[str]:
        named = [plain(choice.label(self.form.language_of(self.language))) for choice in question.choices]
        if named:
            more = self.say(_MORE).format(count=len(named)) if len(named) > MANY_CHOICES else ""
            yield self._item(_CHOICES, self.say(_STOP).join(named[:MANY_CHOICES]) + more)
        if question.choice_filter:
            yield self._item(_FILTER, self.conditions.code(question.choice_filter))

    def _conditions(self, question: Question) -> Iterator[str]:
        words, path = self.conditions.words, question.path
        if question.relevant:
            yield self._item(_SHOWN, words(question.relevant, path))
        if question.kind == "range" and {"start", "end", "step"} <= set(question.parameters):
            yield self._item(_LIMITS, self.say(_RANGE).format_map(question.parameters))
        if question.constraint:
            message = plain(self._spoken(question.messages))
            says = self.say(_SAYS).format(message=message) if message else ""
            yield self._item(_LIMITS, words(question.constraint, path) + says)
        if question.default:
            yield self._item(_DEFAULT, self.conditions.code(question.default))
        if question.calculation:
            yield self._item(_CALCULATION, self.conditions.code(question.calculation))

    # -- what a failed answer means ------------------------------------------------------------------------
    def _failed(self, question: Question) -> Iterator[str]:
        fa = question.fa
        codes = [self.say(term(column, fa[column])) for column in ("severity", "measure") if fa.get(column)]
        yield self._item(_FAILED, self.say(_STOP).join([*codes, *self._term(fa)]))
        checked = self.say(_COMMA) + self.say(term("checked", fa["basis_checked"])) if fa.get("basis_checked") else ""
        for name, column, tail in ((_ORDER, "order_basis", ""), (_BASIS, "basis", checked), (_REFER, "refer_basis", "")):
            if fa.get(column):
                yield self._item(name, self._cited(fa[column]) + tail)
        ending = "" if self.language.startswith("zh") else "_en"
        for name, column in ((_FINDING, "finding"), (_DEMAND, "require")):
            if said := fa.get(column + ending) or fa.get(column):
                yield self._item(name, plain(said))

    def _term(self, fa: Mapping[str, str]) -> Iterator[str]:
        days = fa.get("days", "")
        if days:
            unit = self.say(term("term_kind", fa.get("term_kind", "natural")))
            unit = unit.removesuffix("s") if days == "1" else unit
            yield self.say(_AT_ONCE) if days == "0" else self.say(_TERM).format(days=days, unit=unit)

    def _cited(self, references: str) -> str:
        """Clauses in full where the law is known; else as written."""
        found = []
        for reference in references.replace("；", ";").split(";"):
            try:
                found.append(cite(reference, self.laws))
            except BadInput:
                found.append(reference.strip())
        return self.say(_STOP).join(plain(each) for each in found if each)

    # -- the rest ------------------------------------------------------------------------------------------
    def _unasked(self) -> Iterator[str]:
        """What the form works out or the program fills in."""
        rest = [question for question in self.form.questions if question.kind in _UNASKED and not question.path.startswith("meta/")]
        if rest:
            yield from ("", f"## {self.say(_WORKED_OUT)}", "")
        for question in rest:
            formula = f"{self.say(_COLON)}{self.conditions.code(question.calculation)}" if question.calculation else ""
            yield f"- `{question.name}`{self.say(_COMMA)}{self.say(_KINDS[question.kind])}{formula}"

    def _text(self, name: Text, texts: Mapping[str, str]) -> Iterator[str]:
        if said := self._spoken(texts):
            yield self._item(name, plain(said))

    def _spoken(self, texts: Mapping[str, str]) -> str:
        return join_parts(self.form.spoken(texts, self.language))

    def _item(self, name: Text, text: str) -> str:
        return f"- {self.say(name)}{self.say(_COLON)}{text}"
