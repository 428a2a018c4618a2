"""Record paths as people write them, and walks through the nodes of a record. Computes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import BadInput
from ...i18n import tr
from ..form import Form
from ..xpath.instance import Node

_STEP = re.compile(r"([^\[\]/]+)(?:\[(\d{1,6})\])?\Z")


def bare(form: Form, path: str) -> str:
    """A record path without the root before it: `/data/a` is `a`. Raises BadInput for what is no text."""
    if not isinstance(path, str):
        raise BadInput(tr(f"路径应为文字，而不是{path!r}", f"a path is a text, not {path!r}"), where=form.name)
    if path[:1] != "/":
        return path
    root, _, rest = path[1:].partition("/")
    return rest if root in (form.root, f"{form.root}[1]") else path


def steps(form: Form, path: str) -> list[tuple[str, int]]:
    """A record path as names and numbers (1 where none is written), with or without the root element. Raises BadInput."""
    rest = bare(form, path)
    found = [_STEP.match(part) for part in rest.split("/")] if rest or not path else []
    if not all(found):
        raise BadInput(tr(f"“{path}”不是题目路径", f"{path!r} is no path of a question"), where=form.name)
    return [(step[1], int(step[2] or 1)) for step in found if step]


def everything(top: Node) -> list[Node]:
    """A node and all below it, attributes too, in the form's order."""
    found = [top]
    for group in top.groups.values():
        for child in group:
            if child.groups:
                found += everything(child)
            else:
                found.append(child)
    return found


def siblings(node: Node) -> list[Node]:
    """The group of like-named nodes a node stands in, itself among them."""
    return node.parent.groups[node.name] if node.parent is not None else [node]


def down(top: Node, names: Sequence[str]) -> list[Node]:
    """The nodes that a row of names leads to."""
    nodes = [top]
    for name in names:
        nodes = [child for node in nodes for child in node.groups.get(name, ())]
    return nodes
