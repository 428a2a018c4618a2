"""Which question, repeat or instance of a record somebody means, by path or bare name. Stores and decides nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..errors import BadInput, NotAllowed, Refused
from ..i18n import Text, tr

if TYPE_CHECKING:
    from ..xform import Form, Question, Record

LISTED = 6  # places that a message names
_NUMBERS = re.compile(r"\[\d{1,6}\]")


def question_meant(form: Form, record: Record, wanted: str, number: str) -> tuple[str, Question]:
    """The path and question by path or bare name; `number`: of the inspection.

    Raises BadInput for an unknown one and for a name that stands in several instances of a repeat, NotAllowed for one
    that is hidden or that the form fills in itself.
    """
    shown = record.visible()
    found = [each for each in shown if wanted == each.path] or [each for each in shown if wanted == each.question.name]
    if len(found) == 1:
        return found[0].path, found[0].question
    if found:
        raise _several(wanted, [each.path for each in found], number)
    raise _no_question(form, record, wanted, number)


def repeat_meant(form: Form, record: Record, wanted: str, number: str) -> str:
    """The path of a repeat (`rooms`, `floors[2]/rooms`) by path or bare name. Raises BadInput for none and for several."""
    places = list(_repeats(form, record))
    if wanted in places:
        return wanted
    plain = _plain(wanted)
    found = [each for each in places if wanted == each.rpartition("/")[2] or (plain == wanted == _plain(each))]
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(wanted, found, number)
    missing = _missing_instance(form, record, wanted, number)
    if missing is not None:
        raise missing
    raise BadInput(
        tr(f"检查表中没有可重复的组 {wanted}", f"the form has no repeated group {wanted}"),
        where=number,
        todo=Text(f"可重复的有：{_listed(places)}", f"What repeats: {_listed(places)}") if places else "",
    )


def instance_meant(form: Form, record: Record, wanted: str, number: str) -> tuple[str, int]:
    """The repeat's path and which of its instances (from 1): `rooms[2]`. Raises BadInput where there is no such one."""
    named, _, which = wanted.removesuffix("]").rpartition("[")
    if not wanted.endswith("]") or not which.isdecimal():
        raise BadInput(tr(f"“{wanted}”应写明第几个，如 {wanted}[1]", f"say which one: {wanted}[1]"), where=number)
    repeat = repeat_meant(form, record, named, number)
    missing = _missing_instance(form, record, f"{repeat}[{which}]", number)
    if missing is not None:
        raise missing
    return repeat, int(which)


def _repeats(form: Form, record: Record) -> Iterator[str]:
    """The path of every repeat that instances can be added to, in each instance around it."""
    paths = {each.path for each in form.definitions if each.repeat}
    for each in form.definitions:
        if each.repeat:
            yield from _placed(record, paths, each.path)


def _placed(record: Record, repeats: Iterable[str], path: str) -> list[str]:
    found, plain = [""], ""
    for name in path.split("/"):
        plain = f"{plain}/{name}" if plain else name
        found = [f"{above}/{name}" if above else name for above in found]
        if plain in repeats and plain != path:
            found = [f"{each}[{at}]" for each in found for at in range(1, record.instances(each) + 1)]
    return found


def _plain(path: str) -> str:
    return _NUMBERS.sub("", path)


def _several(wanted: str, paths: Sequence[str], number: str) -> BadInput:
    return BadInput(
        tr(f"{wanted} 有 {len(paths)} 处", f"{wanted} stands in {len(paths)} places"),
        where=number,
        todo=Text(f"写明是哪一处：{_listed(paths)}", f"Say which: {_listed(paths)}"),
    )


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(paths[:LISTED]) + (" …" if len(paths) > LISTED else "")


def _no_question(form: Form, record: Record, wanted: str, number: str) -> Refused:
    missing = _missing_instance(form, record, wanted, number)
    if missing is not None:
        return missing
    plain = _plain(wanted)
    known = [each for each in form.questions if wanted == each.name or plain == each.path]
    if any(each.kind in ("calculate", "metadata") for each in known):
        return NotAllowed(tr(f"{wanted} 由检查表自己填写，不用回答", f"{wanted} is filled in by the form itself"), where=number)
    if known:
        return NotAllowed(
            tr(f"检查项 {wanted} 按已填的情况不适用，未显示", f"question {wanted} is hidden by the answers so far"), where=number
        )
    names = {each.name for each in form.questions if each.kind not in ("calculate", "metadata")}
    if any(wanted == each.name or plain == each.path for each in form.definitions if each.name not in names):
        return BadInput(tr(f"{wanted} 是一组检查项，不能直接回答", f"{wanted} is a group of questions"), where=number)
    near = difflib.get_close_matches(plain.rpartition("/")[2][:100], sorted(names), 1)
    return BadInput(
        tr(f"检查表中没有 {wanted}", f"the form has no question {wanted}"),
        where=number,
        todo=Text(f"是不是 {near[0]}？", f"Did you mean {near[0]}?") if near else "",
    )


def _missing_instance(form: Form, record: Record, wanted: str, number: str) -> BadInput | None:
    """The first numbered part of a path that the record does not have, as what is told; None when all are there."""
    repeats = {each.path for each in form.definitions if each.repeat}
    for end in (match.end() for match in _NUMBERS.finditer(wanted)):
        repeat, _, which = wanted[: end - 1].rpartition("[")
        if _plain(repeat) not in repeats:
            return None
        count = record.instances(repeat)
        if not 0 < int(which) <= count:
            line = f"fieldaudit inspect add {number} '{repeat}'"
            return BadInput(
                tr(f"没有 {wanted[:end]}，现有 {count} 个", f"there is no {wanted[:end]}: there are {count}"),
                where=number,
                todo=Text(f"要加一个：{line}", f"One more: {line}"),
            )
    return None
