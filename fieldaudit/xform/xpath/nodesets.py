"""Functions of node-sets. Importing this module registers them.

Spec: getodk.github.io/xforms-spec, "Node-set Functions", "Repeat Functions", `sum`, `max`, `min`, `pulldata`; XPath 1.0,
4.1. A path leaves out what is not relevant, so none of these sees a hidden answer. A function that needs nodes raises
EvaluationError for anything else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from ...i18n import tr
from .dialect import Value, nodes_of, to_string
from .instance import Node, Table
from .registry import MANY, number_of, register
from .world import Context

register("count", 1, None, tr("节点数", "number of nodes"))(lambda context, nodes: float(len(nodes_of(nodes))))
register("count-non-empty", 1, None, tr("非空节点数", "number of nodes that are not blank"))(
    lambda context, nodes: float(sum(1 for node in nodes_of(nodes) if node.text())))
register("last", 0, None, tr("谓词所看的节点数", "how many nodes the predicate looks at"), source="xpath")(
    lambda context: float(context.size))


# -- sums and extremes -------------------------------------------------------------------------------------
@register("sum", 1, None, tr("各节点之和；记录里空白不计", "sum of the nodes; in a record blanks are left out"))
def _sum(context: Context, nodes: Value) -> Value:
    """XPath 1.0, where a node that is no number makes NaN. In a record blank answers do not count, as in Collect."""
    texts = [node.text() for node in nodes_of(nodes)]
    return _added(number_of(context, text) for text in texts if text or not context.world.blank_when_empty)


def _added(numbers: Iterable[float]) -> float:
    terms = list(numbers)
    return math.fsum(terms) if all(map(math.isfinite, terms)) else sum(terms)  # fsum refuses INF - INF


def _numbers(context: Context, value: Value) -> list[float]:
    return [number_of(context, node.text()) for node in value] if isinstance(value, list) else [number_of(context, value)]


def _register_extreme(name: str, zh: str, en: str, choose: Callable[[list[float]], float]) -> None:
    def apply(context: Context, *values: Value) -> Value:
        """XPath 3.0: one that is no number, a blank too, makes NaN; so does having none."""
        numbers = [number for value in values for number in _numbers(context, value)]
        return math.nan if not numbers or any(math.isnan(number) for number in numbers) else choose(numbers)

    register(name, 1, MANY, tr(zh, en))(apply)


_register_extreme("max", "最大值；有空白则无结果", "the greatest; with a blank there is none", max)
_register_extreme("min", "最小值；有空白则无结果", "the least; with a blank there is none", min)


# -- about one node ----------------------------------------------------------------------------------------
@register("position", 0, 1, tr("同名兄弟节点中的位置，或谓词中的位置",
                               "place of a node among its siblings of the same name, or in the predicate"))
def _position(context: Context, node: Value | None = None) -> Value:
    """The spec wants one node; of several the first counts, of none there is no place (NaN)."""
    if node is None:
        return float(context.position)
    nodes = nodes_of(node)
    return float(nodes[0].ordinal) if nodes else math.nan


@register("name", 0, 1, tr("节点名", "name of a node"), source="xpath")
def _name(context: Context, node: Value | None = None) -> Value:
    nodes = [context.node] if node is None else nodes_of(node)
    return nodes[0].name.removeprefix("@") if nodes else ""


register("local-name", 0, 1, tr("节点名，不带前缀", "name of a node without prefix"), source="xpath")(
    lambda context, *node: to_string(_name(context, *node)).rpartition(":")[2])


@register("current", 0, None, tr("表达式所属的题目", "the question the expression belongs to"))
def _current(context: Context) -> Value:
    return [context.current]


# -- other instances ---------------------------------------------------------------------------------------
@register("instance", 1, None, tr("按名取表单的查找表", "a lookup list of the form, by id"))
def _instance(context: Context, instance_id: Value) -> Value:
    """XForms 1.0: an id there is not gives no nodes."""
    found = context.world.instances.get(to_string(instance_id))
    return [] if found is None else [found]


@register("pulldata", 4, None, tr("数据文件中的一个值：表名、要取的列、按哪列查、查什么",
                                  "one value of a data file: list, wanted column, column to search, what to find"))
def _pulldata(context: Context, instance_id: Value, wanted: Value, query: Value, key: Value) -> Value:
    """What the first item of list `id` whose `query` is `key` holds as `wanted` (spec); blank when there is none."""
    top = context.world.instances.get(to_string(instance_id))
    column, name, sought = to_string(query).strip(), to_string(wanted).strip(), to_string(key)
    found = (item for root in ([] if top is None else top.named("root")) for item in _items(root, column, sought))
    return next(("".join(cell.text() for cell in item.named(name)[:1]) for item in found), "")


def _items(root: Node, column: str, sought: str) -> Iterable[Node]:
    """The items in whose column the text stands; of a table by its index."""
    if isinstance(root, Table):
        rows = root.index(column, str, str).get(sought, []) if column in root.columns else []
        return (root.named(root.item)[row] for row in rows)
    return (item for item in root.named("item") if any(cell.text() == sought for cell in item.named(column)))


# -- repeats -----------------------------------------------------------------------------------------------
@register("indexed-repeat", 3, 7, tr("重复组某一次中的题目", "a question of the given instance of a repeat"),
          unnarrowed=True, step=2)
def _indexed_repeat(context: Context, wanted: Value, *pairs: Value) -> Value:
    """Of nodes in several instances of a repeat that is not indexed, the one nearest to the question counts. In a record a
    relative path (`../n`) finds the question's own instance alone, yet means the question in any of them.
    """
    levels = [(nodes_of(repeat), number_of(context, index)) for repeat, index in zip(pairs[0::2], pairs[1::2], strict=True)]
    found, mine = nodes_of(wanted), context.current.chain
    nodes = found
    for repeat, at in levels:
        chosen = {node for node in repeat if node.ordinal == at}
        nodes = [node for node in nodes if any(above in chosen for above in node.chain)]
    if not nodes and found and found[0].definition >= 0:
        nodes = _elsewhere(found[0], {len(repeat[0].chain): at for repeat, at in levels if repeat}, mine)
    return [max(nodes, key=lambda node: _shared(node.chain, mine))] if nodes else ""


def _elsewhere(node: Node, places: dict[int, float], mine: tuple[Node, ...]) -> list[Node]:
    """The node's like where the repeats at some depths are at other places; at the rest it is the question's own, or first."""
    at = node.chain[0]
    for depth, step in enumerate(node.chain[1:], 2):
        group = at.groups.get(step.name, [])
        own = next((above.ordinal for above in mine if above.parent is at and above.name == step.name), 1)
        place = places.get(depth, own)
        if place not in range(1, len(group) + 1):
            return []
        at = group[int(place) - 1]
    return [at] if at.relevant else []


def _shared(one: tuple[Node, ...], other: tuple[Node, ...]) -> int:
    return sum(1 for a, b in zip(one, other, strict=False) if a is b)
