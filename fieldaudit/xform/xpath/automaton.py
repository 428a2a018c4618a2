"""A small program over the characters of a text, all its states followed at once. Knows no pattern's syntax.

The work of a run is at most length of text times size of program, look-aheads included: those are worked out once for
all places of the text, from its end to its beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .properties import NEWLINE, WORD

Test = Callable[[str], bool]


@dataclass(slots=True)
class State:
    """One state: `test` eats a character; `split` goes both ways; `edge` and `look` ask and go on."""

    kind: str  # test, split, edge, look, match
    test: Test | None = None
    edge: str = ""
    first: int = 0
    second: int = 0
    program: Program | None = None
    wanted: bool = True


@dataclass(slots=True)
class Program:
    """The states, begun at the first; `size` also counts what stands in look-aheads and classes."""

    states: list[State]
    size: int = 0
    eaters: list[list[int]] = field(default_factory=list)  # by state: who comes to it by eating a character
    jumpers: list[list[int]] = field(default_factory=list)  # by state: who comes to it without

    def turn_round(self) -> None:
        """Note for each state where it is come from, once."""
        if self.eaters:
            return
        self.eaters, self.jumpers = [[] for _ in self.states], [[] for _ in self.states]
        for number, state in enumerate(self.states):
            if state.kind == "test":
                self.eaters[state.first].append(number)
            elif state.kind != "match":
                self.jumpers[state.first].append(number)
                if state.kind == "split" and state.second != state.first:
                    self.jumpers[state.second].append(number)


class Run:
    """One text, and at which of its places each look-ahead holds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[int, list[bool]] = {}  # by the identity of a look-ahead's program

    def finds(self, program: Program) -> bool:
        """Whether the program ends anywhere in the text, begun anywhere: forwards, all states at once."""
        text, states = self.text, program.states
        now: set[int] = set()
        for at in range(len(text) + 1):
            now.add(0)
            reached = self._closure(states, now, at)
            if any(states[number].kind == "match" for number in reached):
                return True
            if at < len(text):
                char = text[at]
                now = {states[number].first for number in reached
                       if (test := states[number].test) is not None and test(char)}
        return False

    def _closure(self, states: list[State], begun: set[int], at: int) -> set[int]:
        """Every state reached from those begun without eating a character."""
        reached: set[int] = set()
        todo = list(begun)
        while todo:
            number = todo.pop()
            if number in reached:
                continue
            reached.add(number)
            state = states[number]
            if state.kind == "split":
                todo += [state.first, state.second]
            elif state.kind in ("edge", "look") and self._passes(state, at):
                todo.append(state.first)
        return reached

    def _passes(self, state: State, at: int) -> bool:
        if state.program is None:
            return _at_edge(state.edge, self.text, at)
        places = self.places.get(id(state.program))
        if places is None:
            places = self.places[id(state.program)] = self._begins(state.program)
        return places[at] is state.wanted

    def _begins(self, program: Program) -> list[bool]:
        """For every place of the text, whether the program, begun there, comes to its end: backwards, all places at once."""
        program.turn_round()
        final = [number for number, state in enumerate(program.states) if state.kind == "match"]
        places = [False] * (len(self.text) + 1)
        later: set[int] = set()
        for at in range(len(self.text), -1, -1):
            todo = list(final)
            if at < len(self.text):
                char = self.text[at]
                todo += [number for after in later for number in program.eaters[after]
                         if (test := program.states[number].test) is not None and test(char)]
            later = self._leading(program, todo, at)
            places[at] = 0 in later
        return places

    def _leading(self, program: Program, todo: list[int], at: int) -> set[int]:
        """Every state that leads to those without eating a character."""
        found: set[int] = set()
        while todo:
            number = todo.pop()
            if number not in found:
                found.add(number)
                todo += [before for before in program.jumpers[number]
                         if program.states[before].kind == "split" or self._passes(program.states[before], at)]
        return found


def _at_edge(edge: str, text: str, at: int) -> bool:
    if edge in "^$":
        return at == (0 if edge == "^" else len(text))
    if edge == "line^":
        return at == 0 or text[at - 1] in NEWLINE
    if edge == "line$":
        return at == len(text) or text[at] in NEWLINE
    before = at > 0 and text[at - 1] in WORD
    after = at < len(text) and text[at] in WORD
    return (before != after) is (edge == "b")
