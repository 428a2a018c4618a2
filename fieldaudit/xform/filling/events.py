"""Events and actions of a record: what a form fills in when it is begun, when an instance is added, when an answer
changes. Computes nothing itself: it puts values and leaves the rest to the engine.

Spec: getodk.github.io/xforms-spec "Events and Actions", "Preload Attributes".
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from ...errors import BadInput
from ...i18n import tr
from ..xpath.chance import uuid_of
from ..xpath.dates import moment_text
from ..xpath.dialect import EvaluationError
from ..xpath.instance import Node
from .answers import written
from .plan import NEW_REPEAT, Action
from .tree import down

if TYPE_CHECKING:
    from .engine import Engine

MAX_ROUNDS = 50  # of actions setting off actions


class Events:
    """The actions of one record's form, and the changes that are still to be answered."""

    def __init__(self, engine: Engine, properties: Mapping[str, str]) -> None:
        self._engine, self._plan = engine, engine.plan
        self._known = {"timestamp start": moment_text(engine.now), "date today": engine.today.isoformat(), "uid": self._uid(),
                       **{f"property {name}": value for name, value in properties.items()}} if self._plan.preloaded else {}
        self._fired: dict[Node, str] = {}  # value before
        self._rounds = 0

    # -- beginning -----------------------------------------------------------------------------------------
    def preload(self, answered: Collection[Node], top: Node) -> None:
        """Fill in the metadata of a new record, or of a new instance: times, names, device, the record's own number."""
        above = self._plan.names[top.definition]
        for definition in self._plan.preloaded:
            names, filled = self._plan.names[definition.index], self._known.get(definition.preload, "")
            if filled and names[:len(above)] == above:
                for node in down(top, names[len(above):]):
                    if node not in answered:
                        node.value = filled

    def _uid(self) -> str:
        """The record's own number, drawn from its seed."""
        key = f"{self._engine.seed}|uid|{self._engine.form.name}"
        return f"uuid:{uuid_of(hashlib.shake_256(key.encode()).digest(16))}"

    def first_load(self, answered: Collection[Node], fresh: Collection[Node]) -> None:
        """`odk-instance-first-load`; not for what `odk-new-repeat` filled in already in the fresh instances."""
        for action in self._plan.first_load:
            skipped = fresh if NEW_REPEAT in action.events else ()
            places = [place for place in self._contexts(action) if not _inside(place, skipped)]
            self._act(action, [node for node in self._targets(action, places) if node not in answered])

    def _contexts(self, action: Action) -> list[Node]:
        return down(self._engine.document, self._plan.names[action.within]) if action.within > 0 else [self._engine.root]

    def new_repeat(self, instance: Node, answered: Collection[Node] = ()) -> None:
        """`odk-new-repeat` for an instance and for those inside it."""
        if not self._plan.new_repeat:
            return
        for node in instance.below():
            for action in self._plan.new_repeat.get(node.definition, ()):
                self._act(action, [target for target in self._targets(action, [node]) if target not in answered])

    # -- changes -------------------------------------------------------------------------------------------
    def changed(self, node: Node, old: str) -> None:
        """Note that a control's value became another one."""
        self._fired.setdefault(node, old)

    def forget(self) -> None:
        """Leave what happened unanswered."""
        self._fired.clear()
        self._rounds = 0

    def answer(self) -> bool:
        """Carry out `xforms-value-changed` for what changed; whether there was anything.

        Raises BadInput when the actions of one act set each other off for more than MAX_ROUNDS rounds.
        """
        fired = [node for node, old in self._fired.items() if node.value != old and node.relevant]
        self._fired.clear()
        self._rounds = self._rounds + 1 if fired else 0
        if self._rounds > MAX_ROUNDS:
            raise BadInput(tr("表单中的赋值互相触发，无法停下", "the form's actions set each other off without end"),
                           where=self._engine.form.name)
        for node in fired:
            for action in self._plan.triggers[node.definition]:
                self._act(action, self._targets(action, [node]), node if action.from_trigger else None)
        return bool(fired)

    # -- actions -------------------------------------------------------------------------------------------
    def _targets(self, action: Action, places: Iterable[Node]) -> list[Node]:
        """The nodes an action sets: nearest to each place, in the same instances where they share a repeat."""
        find = self._written_target if action.reference else self._around
        return list(dict.fromkeys(node for place in places for node in find(action, place)))

    def _around(self, action: Action, node: Node) -> list[Node]:
        names = self._plan.names[action.target]
        depth = 0
        while depth < len(names) and depth + 1 < len(node.chain) and node.chain[depth + 1].name == names[depth]:
            depth += 1
        return down(node.chain[depth], names[depth:])

    def _written_target(self, action: Action, node: Node) -> list[Node]:
        """A target with predicates: what its path leads to from there."""
        try:
            found = self._engine.value(action.reference, node)
        except EvaluationError as error:
            self._engine.failed(node, "action", error)
            return []
        return [each for each in found if each.definition == action.target] if isinstance(found, list) else []

    def _act(self, action: Action, nodes: Iterable[Node], place: Node | None = None) -> None:
        """Set the nodes; the value is worked out at each of them, or at `place`."""
        engine = self._engine
        for node in nodes:
            engine.errors.pop((node, "action"), None)
            value = engine.location if action.geopoint else action.text
            if action.value and not action.geopoint:
                try:
                    value = written(engine.definition(node), engine.value(action.value, place or node), engine.zone)
                except EvaluationError as error:
                    value = ""
                    engine.failed(node, "action", error)
            if self._plan.leaf[node.definition]:
                engine.put(node, value)


def _inside(node: Node, instances: Collection[Node]) -> bool:
    return any(above in instances for above in node.chain) if instances else False
