"""`evaluate`: one expression over a record or over any XML document. Knows nothing of forms itself."""

from __future__ import annotations

from datetime import datetime

from ..errors import BadInput
from ..i18n import tr
from . import xmlsafe
from .dialect import Value, nodes_of
from .evaluate import Context, Outside, compiled
from .instance import document
from .record import Record


def evaluate(expression: str, on: Record | bytes, context_path: str = "", *, now: datetime | None = None) -> Value:
    """The value of an expression: str, float, bool, or a list of nodes.

    `on` is a record (then `context_path` is a record path such as `rooms[2]/bars`) or an XML document (then it is
    an absolute XPath; blank is the root element). `now` is needed only for a document whose expression asks
    the time. Raises ExpressionError; BadInput for a document or path that cannot be used.
    """
    if isinstance(on, Record):
        return on.evaluate(expression, context_path)
    top = document(xmlsafe.tree_of(xmlsafe.parse(on, "xml")))
    world = Outside(top, now or datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
    root = top.children[0]
    found = nodes_of(compiled(context_path)(Context(top, top, world))) if context_path else [root]
    if not found:
        raise BadInput(tr(f"文档里没有“{context_path}”", f"the document has no {context_path!r}"))
    return compiled(expression)(Context(found[0], found[0], world))
