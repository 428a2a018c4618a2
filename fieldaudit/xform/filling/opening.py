"""Opening a record: answers by path are put in place, the instances they need are made. Computes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import BadInput
from ...i18n import tr
from .. import xmlsafe
from ..form import Definition, Form
from ..xmlsafe import tree_of
from ..xpath.instance import Node, document
from .engine import Engine
from .tree import bare, steps


def definition_at(engine: Engine, path: str) -> Definition:
    """What the form says of a path. Raises BadInput when it has none, or numbers what does not repeat."""
    form, index = engine.form, 0
    for name, number in engine.steps(path):
        found = engine.plan.child[index].get(name)
        if found is None or number < 1 or (number > 1 and not form.definitions[found].repeat):
            raise BadInput(tr(f"表单里没有“{path}”", f"the form has no {path!r}"), where=form.name,
                           todo=tr("这份记录可能属于表单的另一版本。", "The record may belong to another version of the form."))
        index = found
    return form.definitions[index]


class Filling:
    """The answers given for one record: `made`, the instances they needed; `answered`, the nodes they name."""

    def __init__(self, engine: Engine, answers: Mapping[str, str]) -> None:
        self._engine = engine
        self._answers = answers = {bare(engine.form, path): value for path, value in answers.items()}
        if odd := set(map(type, answers.values())) - {str}:
            raise BadInput(tr(f"答案应为文字，而不是{odd}", f"answers are texts, not {odd}"), where=engine.form.name)
        self.made: dict[Node, None] = {}
        self.answered: set[Node] = set()
        definitions = {path: definition_at(engine, path) for path in answers}
        counts = {path for path, definition in definitions.items() if definition.repeat and not path.endswith("]")}
        for path in sorted(counts, key=lambda path: (path.count("/"), path)):
            if self._wanted(path, ""):
                self._resize(path, definitions[path], answers[path])
        for path, value in answers.items():
            definition = definitions[path]
            leaf = engine.plan.leaf[definition.index] and path not in counts
            if leaf and self._wanted(path, value):
                node = self._reach(path)
                node.value = value
                self.answered.add(node)

    def _resize(self, path: str, definition: Definition, count: str) -> None:
        if not count.isascii() or not count.isdigit() or len(count) > 9:
            raise BadInput(tr(f"“{path}”的个数应为整数，而不是“{count}”",
                              f"{path!r} takes a number of instances, not {count!r}"), where=self._engine.form.name)
        parent = self._reach(path.rpartition("/")[0])
        group = parent.groups[definition.name]
        while len(group) < int(count):
            self.made[self._engine.new_instance(definition.index, parent)] = None
        del group[int(count):]

    def _wanted(self, path: str, value: str) -> bool:
        """A blank for an instance that was removed says nothing."""
        if value or "]" not in path:
            return True
        above = ""
        for part, (name, number) in zip(path.split("/"), self._engine.steps(path), strict=True):
            count = self._answers.get(above + name, "")
            if count.isdigit() and part.endswith("]") and number > int(count):
                return False
            above += f"{part}/"
        return True

    def _reach(self, path: str) -> Node:
        """The node at a path the form has, its repeat instances made where they are missing."""
        node = self._engine.root
        for name, number in self._engine.steps(path) if path else ():
            group = node.groups[name]
            while len(group) < number:
                self.made[self._engine.new_instance(self._engine.plan.child[node.definition][name], node)] = None
            node = group[number - 1]
        return node


def saved_document(form: Form, saved: bytes | str | Mapping[str, str] | None) -> Node:
    """The record saved last, as jr://instance/last-saved shows it: its submission XML, or its values by path.

    Without one it is empty. Raises BadInput for XML that cannot be read.
    """
    if isinstance(saved, bytes | str):
        return document(tree_of(xmlsafe.parse(saved, form.name)))
    top = Node("")
    root = top.append(Node(form.root, top))
    for path, value in (saved or {}).items():
        _place(form, root, path, value)
    return top


def _place(form: Form, root: Node, path: str, value: str) -> None:
    node = root
    for name, number in steps(form, path):
        for _ in range(number - len(node.groups.get(name, ()))):
            node.append(Node(name, node))
        node = node.groups[name][number - 1]
    node.value = value


def phantom(engine: Engine, path: str) -> Node:
    """The node at a path; for a repeat without instances one that stands where an instance would. Raises BadInput."""
    try:
        return engine.find(path)
    except BadInput:
        definition = definition_at(engine, path)
        if not definition.repeat or path.endswith("]"):
            raise
        above = path.rpartition("/")[0]
        return engine.next_place(definition.index, engine.find(above) if above.strip("/") else engine.root)

