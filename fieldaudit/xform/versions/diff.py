"""What changed between two versions of a form, in an office worker's words. Knows forms alone, no record.

    for change in diff(old, new): print(change.line, change.after)

Which question is which, `match` says. Formulas are compared and shown as authors write them: `${name}` for a path, space
outside quotes aside. A change that is the same for many questions (a shared list, a message) is told once, with all paths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...i18n import Text, tr
from ..form import Definition, Form, Parts, Question, join_parts, kind_of
from .match import is_group, match, reordered, same_repeats

MAX_NAMED = 10  # choices in one line
FILES = ("image", "audio", "video", "file")
_STRINGS = re.compile(r"""('[^']*'|"[^"]*")""")
_UPWARD = re.compile(r"(?:current\(\)/)?(?<!\.\./)(?:\.\./)++(?:[\w.:-]+/)*+([A-Za-z_][\w.-]*)")

AFTER = {
    "all": tr("草稿中的答案保留", "answers in drafts carry over"),
    "some": tr("草稿中仍符合的答案保留，其余列出", "answers in drafts carry over where they still fit; the rest are listed"),
    "none": tr("草稿中的答案不能保留，逐项列出", "answers in drafts do not carry over; they are listed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `kind`: added, removed, moved, order, repeat, type, label, hint, guidance, message, required_message, required, relevant,
    constraint, calculation, trigger, readonly, count, default, choice_filter, appearance, media, preload, choice_added,
    choice_removed, choice_label, `parameter:NAME`, `fa:NAME`; of the form itself (path ""): name, version, title, language.
    `path` is the new version's, for what is gone the old one's; `paths` all questions the change stands for. `language` is set
    where the text of one language changed, `choice` where a choice's label did. `carries` says what becomes of answers in
    drafts: all, some or none of them carry over.
    """

    path: str
    kind: str
    line: Text
    carries: str = "all"
    old: str = ""
    new: str = ""
    language: str = ""
    paths: tuple[str, ...] = ()
    choice: str = ""

    @property
    def after(self) -> Text:
        """What becomes of answers in drafts, in words."""
        return AFTER[self.carries]


def diff(old: Form, new: Form) -> list[Change]:
    """Every difference, first of the form itself, then in the order of the new version, what is gone last."""
    pairs = match(old, new)
    sides = _Sides(old, new, pairs)
    origin = {there: here for here, there in pairs.items()}
    moved = reordered(old, new, pairs)
    found = list(_of_the_form(old, new))
    for definition in new.definitions[1:]:
        here = origin.get(definition.index)
        if here is None:
            found.append(_added(new, definition))
        else:
            found += sides.changes(old.definitions[here], definition, definition.index in moved)
    found += [_removed(old, each) for each in old.definitions[1:] if each.index not in pairs]
    return _told_once(found)


def _told_once(changes: list[Change]) -> list[Change]:
    """Changes that are the same for several questions become one; places are told one by one."""
    found: dict[object, Change] = {}
    for at, change in enumerate(changes):
        shared = change.path and change.kind not in ("added", "removed", "moved", "order", "repeat")
        said = (change.kind, change.choice, change.language, change.old, change.new, change.carries)
        key: object = said if shared else at
        first = found.get(key)
        found[key] = change if first is None else replace(first, paths=(*first.paths, *change.paths))
    return [_with_count(change) for change in found.values()]


def _with_count(change: Change) -> Change:
    others = len(change.paths) - 1
    if others < 1:
        return change
    return replace(change, line=tr(f"{change.line.zh}（另有{others}题相同）", f"{change.line.en} (and {others} more alike)"))


# -- of the whole form -----------------------------------------------------------------------------------
def _of_the_form(old: Form, new: Form) -> Iterator[Change]:
    for kind, zh, was, now in (("name", "表单编号", old.name, new.name), ("version", "版本", old.version, new.version),
                               ("title", "表单标题", old.title, new.title)):
        if was != now:
            yield Change("", kind, tr(f"{zh}：{was} → {now}", f"form {kind}: {was} → {now}"), old=was, new=now)
    for language in [each for each in new.languages if each not in old.languages]:
        yield Change("", "language", tr(f"新增语言 {language}", f"new language {language}"), new=language, language=language)
    for language in [each for each in old.languages if each not in new.languages]:
        yield Change("", "language", tr(f"删除语言 {language}", f"language {language} is gone"), old=language, language=language)


def title_of(form: Form, definition: Definition) -> Text:
    """A question or group as a person knows it, label and path, in both languages."""
    labels = labels_of(form, definition)
    zh, en = (_short(labels.get(code) or next((text for text in labels.values() if text), "")) for code in ("zh", "en"))
    path = definition.path
    return tr(f"“{zh}”（{path}）" if zh else path, f'"{en}" ({path})' if en else path)


def labels_of(form: Form, definition: Definition) -> Mapping[str, str]:
    """Label by language of a question or group; empty where there is none."""
    if definition.control is not None:
        return _plain(definition.control["label"])
    return _plain(form.groups.get(definition.index, {}).get("label", {}))


def _plain(texts: Mapping[str, Parts]) -> dict[str, str]:
    return {language: join_parts(parts) for language, parts in texts.items()}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _sort(form: Form, definition: Definition) -> Text:
    if definition.repeat:
        return tr("重复组", "repeat")
    if is_group(definition):
        return tr("题组", "group")
    return tr("题目", "question") if definition.control is not None else tr("字段", "field")


def _added(form: Form, definition: Definition) -> Change:
    sort, title = _sort(form, definition), title_of(form, definition)
    return Change(definition.path, "added", tr(f"新增{sort.zh}{title.zh}", f"new {sort.en} {title.en}"),
                  new=definition.path, paths=(definition.path,))


def _removed(form: Form, definition: Definition) -> Change:
    sort, title = _sort(form, definition), title_of(form, definition)
    return Change(definition.path, "removed", tr(f"删除{sort.zh}{title.zh}", f"{sort.en} {title.en} is gone"), "none",
                  old=definition.path, paths=(definition.path,))


def _actions(form: Form) -> dict[int, list[Mapping[str, Any]]]:
    """The actions that set a node, by node."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for action in form.actions:
        found.setdefault(action["target"], []).append(action)
    return found


# -- of one question -------------------------------------------------------------------------------------
def _after_constraint(was: str, now: str) -> str:
    return "some" if now else "all"


def _after_calculation(was: str, now: str) -> str:
    return "none" if now and not was else "all"


def _after_readonly(was: str, now: str) -> str:
    return "none" if now == "true()" else "all"


def _after_count(was: str, now: str) -> str:
    return "some" if now and not was else "all"


def _always(was: str, now: str) -> str:
    return "all"


# kind of a change, the expression's name in the form, what people call it, what becomes of answers
_FORMULAS: tuple[tuple[str, str, Text, Callable[[str, str], str]], ...] = (
    ("relevant", "relevant", tr("显示条件", "shown when"), _always),
    ("required", "required", tr("必填条件", "required"), _always),
    ("constraint", "constraint", tr("约束", "constraint"), _after_constraint),
    ("calculation", "calculate", tr("计算公式", "calculation"), _after_calculation),
    ("trigger", "trigger", tr("由其他题触发赋值", "set by another question"), _always),
    ("readonly", "readonly", tr("只读条件", "read-only"), _after_readonly),
    ("count", "count", tr("重复次数", "number of repeats"), _after_count),
    ("default", "default", tr("默认值", "default"), _always),
)


class _Sides:
    """The two versions, and what differs between a node here and the same node there."""

    def __init__(self, old: Form, new: Form, pairs: Mapping[int, int]) -> None:
        self.old, self.new, self.pairs = old, new, pairs
        self._set_by = _actions(old), _actions(new)

    def changes(self, before: Definition, after: Definition, moved: bool) -> Iterator[Change]:
        yield from self._place(before, after, moved)
        yield from self._type(before, after)
        yield from self._formulas(before, after)
        yield from self._cells(before, after)
        yield from self._texts(before, after)
        here, there = self.old.by_path.get(before.path), self.new.by_path.get(after.path)
        if here is not None and there is not None:
            yield from self._choices(here, there, after)

    def _change(self, after: Definition, kind: str, what: Text, was: str, now: str, carries: str = "all",
                language: str = "") -> Change:
        title = title_of(self.new, after)
        said = [tr(f"“{text}”", f'"{text}"') if text and language else tr(text or "（无）", text or "(none)")
                for text in (" ".join(was.split()), " ".join(now.split()))]
        line = tr(f"{title.zh}：{what.zh}：{said[0].zh} → {said[1].zh}", f"{title.en}: {what.en}: {said[0].en} → {said[1].en}")
        return Change(after.path, kind, line, carries, was, now, language, (after.path,))

    def _place(self, before: Definition, after: Definition, moved: bool) -> Iterator[Change]:
        if after.parent != self.pairs.get(before.parent):
            carries = "all" if same_repeats(self.old, before, self.new, after, self.pairs) else "none"
            yield self._change(after, "moved", tr("移动", "moved"), before.path, after.path, carries)
        elif moved:
            title = title_of(self.new, after)
            line = tr(f"{title.zh}：次序改变", f"{title.en}: another place in the order")
            yield Change(after.path, "order", line, paths=(after.path,))
        if before.repeat != after.repeat:
            was, now, title = _sort(self.old, before), _sort(self.new, after), title_of(self.new, after)
            line = tr(f"{title.zh}：{was.zh} → {now.zh}", f"{title.en}: {was.en} → {now.en}")
            yield Change(after.path, "repeat", line, "none", was.en, now.en, paths=(after.path,))

    def _type(self, before: Definition, after: Definition) -> Iterator[Change]:
        if is_group(after):
            return
        was, now = kind_of(before), kind_of(after)
        if was != now:
            yield self._change(after, "type", tr("题型", "type"), was, now, _after_type(was, now))

    def _formulas(self, before: Definition, after: Definition) -> Iterator[Change]:
        for kind, key, what, carries in _FORMULAS:
            was, now = self._formula(0, before, key), self._formula(1, after, key)
            if not alike(was, now):
                yield self._change(after, kind, what, was, now, carries(was, now))

    def _formula(self, side: int, definition: Definition, key: str) -> str:
        """An expression of a node as written; a default may also be set by an action when the record or the repeat begins,
        a "trigger" is what other questions set it to.
        """
        form = (self.old, self.new)[side]
        source = definition.expressions.get(key, "")
        if source or key not in ("default", "trigger"):
            return as_written(form, source)
        found = []
        for action in self._set_by[side].get(definition.index, ()):
            trigger, value = action["trigger"], as_written(form, str(action["value"] or action["text"]))
            if (trigger >= 0) == (key == "trigger"):
                found.append(f"${{{form.definitions[trigger].name}}}: {value}" if trigger >= 0 else value)
        return "; ".join(found)

    def _cells(self, before: Definition, after: Definition) -> Iterator[Change]:
        here, there = before.control or {}, after.control or {}
        was, now = as_written(self.old, _filter(here)), as_written(self.new, _filter(there))
        if not alike(was, now):
            yield self._change(after, "choice_filter", tr("选项筛选", "choice filter"), was, now, "some")
        sides = _cells_of(self.old, before), _cells_of(self.new, after)
        for kind in dict.fromkeys((*sides[0], *sides[1])):
            was, now = (side.get(kind, "") for side in sides)
            if was != now:
                carries = "some" if kind in ("parameter:start", "parameter:end", "parameter:step") else "all"
                yield self._change(after, kind, _CELLS.get(kind) or tr(kind, kind), was, now, carries)

    def _texts(self, before: Definition, after: Definition) -> Iterator[Change]:
        here, there = _texts_of(self.old, before), _texts_of(self.new, after)
        for kind, what in _TEXTS.items():
            for language in [each for each in self.new.languages if each in self.old.languages]:
                was, now = (side[kind].get(language, "") for side in (here, there))
                if was != now:
                    said = tr(f"{what.zh}（{language}）", f"{what.en} ({language})")
                    yield self._change(after, kind, said, was, now, "all", language)

    # -- choices ---------------------------------------------------------------------------------------
    def _choices(self, here: Question, there: Question, after: Definition) -> Iterator[Change]:
        was, now = {each.name: each.labels for each in here.choices}, {each.name: each.labels for each in there.choices}
        if not was or not now:
            return
        title = title_of(self.new, after)
        if gained := [name for name in now if name not in was]:
            zh, en = _listed(gained, now, "zh"), _listed(gained, now, "en")
            line = tr(f"{title.zh}：新增选项：{zh}", f"{title.en}: new choices: {en}")
            yield Change(after.path, "choice_added", line, new=" ".join(gained), paths=(after.path,))
        if lost := [name for name in was if name not in now]:
            zh, en = _listed(lost, was, "zh"), _listed(lost, was, "en")
            line = tr(f"{title.zh}：删除选项：{zh}", f"{title.en}: choices that are gone: {en}")
            yield Change(after.path, "choice_removed", line, "some", old=" ".join(lost), paths=(after.path,))
        for name in [each for each in now if each in was]:
            for language in [each for each in self.new.languages if each in self.old.languages]:
                old, new = (side[name].get(language, "") for side in (was, now))
                if old != new:
                    what = tr(f"选项 {name}（{language}）", f"choice {name} ({language})")
                    yield replace(self._change(after, "choice_label", what, old, new, "all", language), choice=name)


_TEXTS = {
    "label": tr("标签", "label"), "hint": tr("提示", "hint"), "guidance": tr("填写说明", "guidance"),
    "message": tr("约束提示", "constraint message"), "required_message": tr("必填提示", "required message"),
}


_CELLS = {
    "appearance": tr("外观", "appearance"), "media": tr("图片、声音或影片", "image, sound or film"),
    "preload": tr("自动填写", "filled in by the program"),
}


def _cells_of(form: Form, definition: Definition) -> dict[str, str]:
    """What a row says besides formulas and texts, by kind of change."""
    control = definition.control or form.groups.get(definition.index, {})
    shown = control.get("label_media", {})
    media = (f"{language} {kind}: {uri}" for language, kinds in shown.items() for kind, uri in kinds.items())
    parameters = {**form.bind_attributes.get(definition.index, {}), **control.get("attributes", {})}
    return {"appearance": control.get("appearance", ""), "media": ", ".join(media), "preload": definition.preload,
            **{f"parameter:{name}": value for name, value in parameters.items()},
            **{f"fa:{name}": value for name, value in definition.fa.items()}}


def _texts_of(form: Form, definition: Definition) -> dict[str, Mapping[str, str]]:
    control = definition.control or {}
    return {"label": labels_of(form, definition), "hint": _plain(control.get("hint", {})),
            "guidance": _plain(control.get("guidance", {})), "message": _plain(definition.messages.get("constraint", {})),
            "required_message": _plain(definition.messages.get("required", {}))}


def _after_type(was: str, now: str) -> str:
    """What becomes of answers when a question of one kind becomes one of another."""
    if now in ("calculate", "metadata", "note"):
        return "none"
    if not same_medium(was, now):
        return "none"
    if was in ("calculate", "metadata", "note", *FILES) or now in ("text", "hidden", "barcode"):
        return "all"
    return "all" if (was, now) in (("integer", "decimal"), ("select_one", "select_multiple")) else "some"


def same_medium(was: str, now: str) -> bool:
    """Whether the answers of one kind can be looked at as those of the other: a photo is no recording and no text."""
    return was == now or not (was in FILES or now in FILES) or (was in FILES and now == "file")


def _listed(names: list[str], labels: Mapping[str, Mapping[str, str]], language: str) -> str:
    """Choices by name and label; no more than MAX_NAMED of them."""
    shown = []
    for name in names[:MAX_NAMED]:
        label = _short(labels[name].get(language) or next((text for text in labels[name].values() if text), name))
        shown.append(f"{name}（{label}）" if language == "zh" else f"{name} ({label})")
    rest = len(names) - len(shown)
    more = [f"另有{rest}个" if language == "zh" else f"{rest} more"] if rest else []
    return ("、" if language == "zh" else ", ").join([*shown, *more])


def _filter(control: Mapping[str, object]) -> str:
    items = control.get("items")
    return str(items["nodeset"]) if isinstance(items, Mapping) and items["dynamic"] else ""


def as_written(form: Form, source: str) -> str:
    """A formula as its author writes it: `${name}` for a question's path, single spaces outside quotes."""
    if not source:
        return ""
    absolute = re.compile(rf"/{re.escape(form.root)}(?:/[\w.:-]+)*/([\w.-]+)")
    pieces = _STRINGS.split(source)
    for at in range(0, len(pieces), 2):
        named = _UPWARD.sub(r"${\1}", absolute.sub(r"${\1}", pieces[at]))
        pieces[at] = re.sub(r"\s+", " ", named)
    return "".join(pieces).strip()


def alike(one: str, other: str) -> bool:
    """Whether two formulas differ in nothing but space outside quotes."""
    return bare(one) == bare(other)


def bare(source: str) -> str:
    """A formula without the space outside its quotes."""
    pieces = _STRINGS.split(source)
    return "".join(piece if at % 2 else "".join(piece.split()) for at, piece in enumerate(pieces))
