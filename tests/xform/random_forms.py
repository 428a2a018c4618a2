"""Random small forms, and random acts on their records: groups, repeats in repeats, counts, conditions, formulas, defaults,
filtered choices. A form is made from a number, so that a failing one can be made again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from raw_forms import xform

from fieldaudit.errors import BadInput
from fieldaudit.xform import Delta, Record

LIST = "".join(
    f"<item><name>{name}</name><side>{side}</side></item>" for side, names in enumerate(("ab", "cd", "e")) for name in names
)
VALUES = ("", "0", "1", "2", "3", "4", "a", "b", "c", "d", "e", "a c")


@dataclass
class Node:
    """One node of a form in the making. `repeats`: the paths of the repeats it stands in, its own among them."""

    path: str
    kind: str  # int, string, select, calculate, group, repeat
    repeats: tuple[str, ...]
    children: list[Node] = field(default_factory=list)
    default: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


class Maker:
    """Makes one form from a seed. Expressions read nodes that stand before, so most forms have no cycle."""

    def __init__(self, seed: int, previous: bool = True) -> None:
        self.dice = random.Random(seed)
        self.previous = previous  # whether a formula may read the instance before its own
        self.count = 0
        self.leaves: list[Node] = []
        self.repeats: list[Node] = []
        self.binds: list[str] = []
        self.body: list[str] = []
        self.templates: dict[str, str] = {}

    def xml(self) -> str:
        top = Node("/data", "group", ())
        self._fill(top, 0)
        model = f'<instance id="list"><top>{LIST}</top></instance>' + "".join(self.binds)
        return xform("".join(self._instance(child) for child in top.children), model, "".join(self.body))

    def _instance(self, node: Node, template: bool = False) -> str:
        if node.kind not in ("group", "repeat"):
            return f"<{node.name}>{node.default}</{node.name}>"
        inside = "".join(self._instance(child) for child in node.children)
        plain = f"<{node.name}>{inside}</{node.name}>"
        if node.kind == "group":
            return plain
        pattern = f'<{node.name} jr:template="">{inside}</{node.name}>'
        return pattern + plain * self.dice.choice((0, 1, 1, 2))

    def _fill(self, node: Node, depth: int) -> None:
        for _ in range(self.dice.randint(2, 4 if depth else 6)):
            kinds = ["int", "int", "string", "select", "calculate", "calculate"] + (
                ["group", "repeat", "repeat"] if depth < 3 else []
            )
            kind = self.dice.choice(kinds)
            self.count += 1
            path = f"{node.path}/{kind[0]}{self.count}"
            child = Node(path, kind, (*node.repeats, path) if kind == "repeat" else node.repeats)
            node.children.append(child)
            getattr(self, f"_{kind}", self._question)(child, depth)

    def _group(self, node: Node, depth: int) -> None:
        self._bind(node, relevant=self._condition(node, 0.4))
        self._open(node, f'<group ref="{node.path}">', "</group>", depth)

    def _repeat(self, node: Node, depth: int) -> None:
        first = f"position(.) &lt;= {self._expression(node)}" if self.dice.random() < 0.1 else ""
        self._bind(node, relevant=first or self._condition(node, 0.2))
        count = f' jr:count="{self._expression(node)}"' if self.dice.random() < 0.4 else ""
        self._open(
            node, f'<group ref="{node.path}"><label>r</label><repeat nodeset="{node.path}"{count}>', "</repeat></group>", depth
        )
        self.repeats.append(node)

    def _open(self, node: Node, head: str, tail: str, depth: int) -> None:
        self.body.append(head)
        self._fill(node, depth + 1)
        self.body.append(tail)

    def _calculate(self, node: Node, depth: int) -> None:
        self._bind(node, calculate=self._expression(node), relevant=self._condition(node, 0.2))
        self.leaves.append(node)

    def _question(self, node: Node, depth: int) -> None:
        dice = self.dice
        node.default = dice.choice(("", "", "1", "2")) if node.kind == "int" else dice.choice(("", "", "", "a"))
        constraint = f". &lt; {self._expression(node)}" if node.kind == "int" and dice.random() < 0.2 else ""
        self._bind(
            node,
            type="int" if node.kind == "int" else "string",
            relevant=self._condition(node, 0.3),
            constraint=constraint,
            required="true()" if dice.random() < 0.2 else self._condition(node, 0.2),
        )
        label = f'<label>L <output value="{self._expression(node)}"/></label>'
        if node.kind == "select":
            tag = dice.choice(("select1", "select"))
            rule = f"[side = {self._expression(node)}]" if dice.random() < 0.6 else ""
            items = f"""<itemset nodeset="instance('list')/top/item{rule}"><value ref="name"/><label ref="name"/></itemset>"""
            self.body.append(f'<{tag} ref="{node.path}">{label}{items}</{tag}>')
        else:
            self.body.append(f'<input ref="{node.path}">{label}</input>')
        self.leaves.append(node)

    def _bind(self, node: Node, **said: str) -> None:
        attributes = "".join(f' {name}="{source}"' for name, source in said.items() if source)
        if attributes:
            self.binds.append(f'<bind nodeset="{node.path}"{attributes}/>')

    # -- expressions -------------------------------------------------------------------------------------
    def _condition(self, node: Node, chance: float) -> str:
        if self.dice.random() > chance:
            return ""
        return f"{self._expression(node)} {self.dice.choice(('&gt;', '&lt;=', '=', '!='))} {self._expression(node)}"

    def _expression(self, node: Node, depth: int = 0) -> str:
        dice = self.dice
        if depth < 2 and dice.random() < 0.4:
            left, right = self._expression(node, depth + 1), self._expression(node, depth + 1)
            return dice.choice((f"({left} + {right})", f"coalesce({left}, {right})", f"if({left} &gt; 1, {right}, {left})"))
        if not self.leaves or dice.random() < 0.2:
            return str(dice.randint(0, 3))
        there = dice.choice(self.leaves)
        if not there.repeats:
            return there.path if dice.random() < 0.5 or depth else f"string-length({there.path})"
        return self._in_repeat(node, there)

    def _in_repeat(self, node: Node, there: Node) -> str:
        dice, repeat = self.dice, there.repeats[-1]
        rest = there.path[len(repeat) + 1 :]
        choices = [
            f"sum({there.path})",
            f"count({repeat})",
            f"count({repeat}[{rest} != ''])",
            f"count-non-empty({there.path})",
            f"{repeat}[position() = 2]/{rest}",
            f"indexed-repeat({there.path}, {repeat}, 2)",
            f"join('', {there.path})",
            f"sum(//{there.name})",
        ]
        if repeat in node.repeats and repeat != node.path:
            up = "/".join([".."] * (node.path.count("/") - repeat.count("/")))
            choices += [
                there.path,
                there.path,
                f"position({up})",
                f"{up}/{rest}",
                f"sum({up}/../{repeat.rpartition('/')[2]}/{rest})",
                f"indexed-repeat({there.path}, {repeat}, position({up}) - 1)",
                f"{repeat}[position() = position(current()/{up}) - 1]/{rest}",
                f"count({up}/preceding-sibling::{repeat.rpartition('/')[2]})",
                f"{up}/following-sibling::{repeat.rpartition('/')[2]}[1]/{rest}",
                f"sum(preceding::{there.name})",
                f"count(following::{there.name}[. = 1])",
                f"sum({up}/descendant::{there.name})",
                f"count(ancestor::{repeat.rpartition('/')[2]})",
            ]
            if self.previous and node.kind == "calculate":
                choices.append(f"coalesce(indexed-repeat({node.path}, {repeat}, position({up}) - 1), 0) + 1")
        return dice.choice(choices)


def act(record: Record, verb: int, at: int, value: int) -> Delta | None:
    """Do one of the things a person can do now; what it changed, None when it was refused."""
    lines = record.outline()
    kind = {0: "repeat", 1: "instance"}.get(verb % 5, "question")
    entries = [each for each in lines if each.kind == kind and (kind == "question" or each.may_add or each.may_remove)]
    if not entries:
        return None
    chosen = entries[at % len(entries)]
    try:
        if kind == "repeat":
            return record.add_repeat(chosen.path, value % 3 + 1 if value % 5 == 0 and chosen.total else None)
        if kind == "instance":
            return record.remove_repeat(chosen.path)
        offered = [choice.name for choice in record.choices(chosen.path)]
        return record.set(chosen.path, offered[value % len(offered)] if offered and verb else VALUES[value % len(VALUES)])
    except BadInput:
        return None


def state(record: Record) -> dict[str, object]:
    """Everything a person could see of a record."""
    shown = [asked.path for asked in record.visible()]
    return {
        "values": record.values(),
        "outline": [(e.kind, e.path, e.depth, e.number, e.total, e.may_add) for e in record.outline()],
        "texts": [(path, record.label(path), record.required(path), record.readonly(path)) for path in shown],
        "choices": [[choice.name for choice in record.choices(path)] for path in shown],
        "problems": record.problems(),
        "xml": record.xml("uuid:1"),
        "answers": {path: value for path, value in record.answers().items() if value},
    }
