"""Which node of one version of a form is which of another. Knows no record and no words.

A node is the same one when it has the same path; below a group that moved, when it has the same name; else when its name is
one that exactly one node of the old version lost and exactly one of the new version gained. A group is never a question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from ..form import Definition, Form


def match(old: Form, new: Form) -> dict[int, int]:
    """Definition of the old form -> the same one of the new form. The root is always the root."""
    places = {each.path: each.index for each in new.definitions[1:]}
    paths = {each.path for each in old.definitions}
    lost = Counter(each.name for each in old.definitions if each.path not in places)
    gained: dict[str, list[int]] = {}
    for each in new.definitions[1:]:
        if each.path not in paths:
            gained.setdefault(each.name, []).append(each.index)
    pairs, taken = {0: 0}, {0}
    for each in old.definitions[1:]:
        found = places.get(each.path)
        if found is None:
            found = _below(new, pairs.get(each.parent), each.name)
        if found is None and lost[each.name] == 1 and len(gained.get(each.name, ())) == 1:
            found = gained[each.name][0]
        if found is not None and found not in taken and is_group(each) == is_group(new.definitions[found]):
            pairs[each.index] = found
            taken.add(found)
    return pairs


def _below(form: Form, parent: int | None, name: str) -> int | None:
    if parent is None:
        return None
    return next((child for child in form.definitions[parent].children if form.definitions[child].name == name), None)


def is_group(definition: Definition) -> bool:
    """Whether a node holds others (attributes aside) or repeats: it can have no value itself."""
    return definition.repeat or bool(definition.elements)


def repeats_above(form: Form, definition: Definition) -> list[int]:
    """The repeats a node stands in, outermost first, itself not counted."""
    found = []
    above = definition.parent
    while above > 0:
        if form.definitions[above].repeat:
            found.append(above)
        above = form.definitions[above].parent
    return found[::-1]


def same_repeats(old: Form, before: Definition, new: Form, after: Definition, pairs: Mapping[int, int]) -> bool:
    """Whether instance numbers mean the same for a node in both versions: it stands in the same repeats."""
    return [pairs.get(each) for each in repeats_above(old, before)] == repeats_above(new, after)


def reordered(old: Form, new: Form, pairs: Mapping[int, int]) -> set[int]:
    """Nodes of the new form that changed places among their siblings: as few as explain the new order."""
    found: set[int] = set()
    for parent in old.definitions:
        there = [pairs[child] for child in parent.children
                 if child in pairs and new.definitions[pairs[child]].parent == pairs.get(parent.index)]
        found |= set(there) - set(longest_rising(there))
    return found


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """A longest subsequence of different numbers in rising order."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at:at + 1] = [number]
    found: list[int] = []
    last = tails[-1] if tails else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]
