"""Regular expressions in bounded time, for `regex()`: no pattern can hang a form.

The pattern becomes a small program whose states are all followed at once, so the work is at most
length of text times length of program (MAX_WORK), whatever the pattern. Knows no form.

Understood: literals, `.`, classes `[a-z]` `[^…]`, `\\d \\w \\s` and their capitals, `\\t \\n \\r`, `\\uXXXX`,
groups `( )` `(?: )`, look-ahead `(?= )` `(?! )`, `|`, `* + ? {m} {m,} {m,n}` (greedy or lazy are alike when
only "found or not" is asked), `^ $ \\b \\B`. Back references, look-behind and flags are refused by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ..i18n import Text, tr
from .dialect import EvaluationError

MAX_PATTERN = 1_000  # characters of a pattern
MAX_PROGRAM = 4_000  # states; counted repeats are written out
MAX_WORK = 4_000_000  # characters of text × states
MAX_GROUPS = 40  # groups inside one another

_Test = Callable[[str], bool]
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}


@dataclass(slots=True)
class _State:
    """One state: `test` eats a character; `split` goes both ways; `edge` and `look` ask and go on."""

    kind: str  # test, split, edge, look, match
    test: _Test | None = None
    edge: str = ""
    first: int = 0
    second: int = 0
    program: list[_State] | None = None
    wanted: bool = True


def matches(pattern: str, text: str) -> bool:
    """Whether `pattern` is found anywhere in `text`. Raises EvaluationError for what it cannot do."""
    program = _program(pattern)
    if len(text) * len(program) > MAX_WORK:
        raise EvaluationError(tr(f"文本过长（{len(text)}字），无法与格式比对",
                                 f"the text is too long ({len(text)} characters) for this pattern"))
    return _run(program, text, 0, anywhere=True)


def check(pattern: str) -> None:
    """Raises EvaluationError when the pattern is not understood."""
    _program(pattern)


@lru_cache(maxsize=256)
def _program(pattern: str) -> list[_State]:
    return _Compiler(pattern).program()


# -- running ---------------------------------------------------------------------------------------
def _run(program: list[_State], text: str, start: int, anywhere: bool) -> bool:
    states: set[int] = set()
    for at in range(start, len(text) + 1):
        if anywhere or at == start:
            states.add(0)
        reached = _closure(program, states, text, at)
        if any(program[state].kind == "match" for state in reached):
            return True
        if at == len(text) or not (reached or anywhere):
            return False
        char = text[at]
        states = {program[state].first for state in reached
                  if (test := program[state].test) is not None and test(char)}
    return False


def _closure(program: list[_State], states: set[int], text: str, at: int) -> set[int]:
    """Every state reached from `states` without eating a character."""
    reached: set[int] = set()
    todo = list(states)
    while todo:
        number = todo.pop()
        if number in reached:
            continue
        reached.add(number)
        state = program[number]
        if state.kind == "split":
            todo += [state.first, state.second]
        elif (state.kind == "edge" and _at_edge(state.edge, text, at)) or (
                state.kind == "look" and _looks(state, text, at)):
            todo.append(state.first)
    return reached


def _looks(state: _State, text: str, at: int) -> bool:
    return state.program is not None and _run(state.program, text, at, anywhere=False) is state.wanted


def _at_edge(edge: str, text: str, at: int) -> bool:
    if edge == "^":
        return at == 0
    if edge == "$":
        return at == len(text)
    before = at > 0 and text[at - 1] in _WORD
    after = at < len(text) and text[at] in _WORD
    return (before != after) is (edge == "b")


# -- reading ---------------------------------------------------------------------------------------
class _Compiler:
    """Recursive descent over the pattern, writing states as it goes."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at, self.depth, self.read = pattern, 0, 0, 0
        self.states: list[_State] = []
        if len(pattern) > MAX_PATTERN:
            raise self._refuse(tr(f"超过{MAX_PATTERN}字", f"longer than {MAX_PATTERN} characters"))

    def program(self) -> list[_State]:
        self._choice()
        if self.at < len(self.pattern):
            raise self._refuse(tr("多出的右括号", "a closing bracket too many"))
        self._write(_State("match"))
        return self.states

    def _refuse(self, why: Text) -> EvaluationError:
        return EvaluationError(tr(f"格式“{self.pattern[:60]}”：{why.zh}", f"pattern {self.pattern[:60]!r}: {why.en}"))

    def _peek(self) -> str:
        return self.pattern[self.at:self.at + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise self._refuse(tr("不完整", "incomplete"))
        self.at += 1
        return char

    def _skip(self, text: str) -> bool:
        if not self.pattern.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def _write(self, state: _State) -> int:
        if len(self.states) >= MAX_PROGRAM:
            raise self._refuse(tr("过于复杂", "too complex"))
        self.states.append(state)
        return len(self.states) - 1

    def _insert(self, at: int, state: _State) -> None:
        """Put a state before those from `at` on; only their own jumps move along."""
        self._write(state)
        del self.states[-1]
        for later in self.states[at:]:
            later.first += later.first >= at
            later.second += later.second >= at
        self.states.insert(at, state)

    def _choice(self) -> None:
        start = len(self.states)
        self._sequence()
        while self._skip("|"):
            self._insert(start, _State("split", first=start + 1))
            jump = self._write(_State("split"))
            self.states[start].second = len(self.states)
            begin = len(self.states)
            self._choice()
            self.states[jump].first = self.states[jump].second = len(self.states)
            if begin == len(self.states):
                self.states[start].second = begin

    def _sequence(self) -> None:
        while self._peek() and self._peek() not in "|)":
            begin, source = len(self.states), self.at
            self._one()
            self._repeat(begin, source)

    def _repeat(self, begin: int, source: int) -> None:
        bounds = self._bounds()
        if bounds is None:
            return
        end_of_source = self.at
        least, most = bounds
        del self.states[begin:]
        for _ in range(least):
            self._again(source)
        if most is None:
            self._loop(source)
        else:
            for _ in range(most - least):
                self._optional(source)
        self.at = end_of_source
        if self._bounds() is not None:
            raise self._refuse(tr("连续的重复符号", "repeat signs in a row"))

    def _again(self, source: int) -> None:
        self.at = source
        self._one()

    def _loop(self, source: int) -> None:
        split = self._write(_State("split", first=len(self.states) + 1))
        self._again(source)
        self._write(_State("split", first=split, second=split))
        self.states[split].second = len(self.states)

    def _optional(self, source: int) -> None:
        split = self._write(_State("split", first=len(self.states) + 1))
        self._again(source)
        self.states[split].second = len(self.states)

    def _bounds(self) -> tuple[int, int | None] | None:
        found: tuple[int, int | None] | None = None
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._skip(sign):
                found = bounds
                break
        else:
            found = self._braces()
        if found is not None:
            self._skip("?")
        return found

    def _braces(self) -> tuple[int, int | None] | None:
        if self._peek() != "{":
            return None
        inside, closed, _ = self.pattern[self.at + 1:].partition("}")
        low, comma, high = inside.partition(",")
        if not closed or not low.isdecimal() or (high and not high.isdecimal()):
            return None
        self.at += len(inside) + 2
        least = int(low)
        most = (int(high) if high else None) if comma else least
        if least > MAX_PROGRAM or (most is not None and not least <= most <= MAX_PROGRAM):
            raise self._refuse(tr("重复次数不对", "impossible repeat count"))
        return least, most

    def _one(self) -> None:
        self.read += 1
        if self.read > 4 * MAX_PROGRAM:  # empty groups repeated write no state
            raise self._refuse(tr("过于复杂", "too complex"))
        char = self._take()
        if char == "(":
            self._group()
        elif char in "^$":
            self._edge(char)
        elif char == "\\" and self._peek() in ("b", "B"):
            self._edge(self._take())
        elif char in "*+?":
            raise self._refuse(tr("重复符号前没有内容", "nothing to repeat"))
        else:
            test = self._class() if char == "[" else self._escape() if char == "\\" else _literal(char)
            self._write(_State("test", test=test, first=len(self.states) + 1))

    def _edge(self, edge: str) -> None:
        self._write(_State("edge", edge=edge, first=len(self.states) + 1))

    def _group(self) -> None:
        self.depth += 1
        if self.depth > MAX_GROUPS:
            raise self._refuse(tr("括号嵌套过深", "brackets nested too deep"))
        if self._skip("?=") or self._skip("?!"):
            self._look(wanted=self.pattern[self.at - 1] == "=")
        elif self._peek() == "?" and not self._skip("?:"):
            raise self._refuse(tr("不支持 (?…)", "(?…) is not supported"))
        else:
            self._choice()
        if not self._skip(")"):
            raise self._refuse(tr("缺右括号", "a closing bracket is missing"))
        self.depth -= 1

    def _look(self, wanted: bool) -> None:
        outer, self.states = self.states, []
        self._choice()
        self._write(_State("match"))
        inner, self.states = self.states, outer
        self._write(_State("look", program=inner, wanted=wanted, first=len(self.states) + 1))

    def _escape(self) -> _Test:
        char = self._take()
        if char in "dDwWsS":
            return _kind(char)
        if char in _CONTROL:
            return _literal(_CONTROL[char], plain=True)
        if char == "u":
            return _literal(self._code(), plain=True)
        if char.isalnum():
            raise self._refuse(tr(f"不支持 \\{char}", f"\\{char} is not supported"))
        return _literal(char, plain=True)

    def _code(self) -> str:
        digits = self.pattern[self.at:self.at + 4]
        self.at += 4
        if len(digits) < 4 or not set(digits) <= _HEXADECIMAL:
            raise self._refuse(tr("\\u 后应为四位十六进制数", "\\u takes four hexadecimal digits"))
        return chr(int(digits, 16))

    def _class(self) -> _Test:
        negated = self._skip("^")
        chars: set[str] = set()
        ranges: list[tuple[str, str]] = []
        kinds: list[_Test] = []
        first = True
        while first or self._peek() != "]":
            first = False
            self._member(chars, ranges, kinds)
        self._take()

        def test(char: str) -> bool:
            found = char in chars or any(low <= char <= high for low, high in ranges) or any(
                kind(char) for kind in kinds)
            return found is not negated

        return test

    def _member(self, chars: set[str], ranges: list[tuple[str, str]], kinds: list[_Test]) -> None:
        low = self._take()
        if low == "\\":
            if self._peek() in tuple("dDwWsS"):
                kinds.append(_kind(self._take()))
                return
            low = self._escaped_char()
        if self._peek() != "-" or self.pattern[self.at + 1:self.at + 2] in ("]", ""):
            chars.add(low)
            return
        self._take()
        high = self._take()
        high = self._escaped_char() if high == "\\" else high
        if high < low:
            raise self._refuse(tr(f"范围 {low}-{high} 颠倒", f"range {low}-{high} is reversed"))
        ranges.append((low, high))

    def _escaped_char(self) -> str:
        char = self._take()
        return self._code() if char == "u" else _CONTROL.get(char, char)


def _literal(char: str, plain: bool = False) -> _Test:
    if char == "." and not plain:
        return lambda found: found not in "\n\r"
    return lambda found: found == char


def _kind(letter: str) -> _Test:
    tests: dict[str, _Test] = {
        "d": lambda char: char in "0123456789", "w": lambda char: char in _WORD, "s": str.isspace}
    test = tests[letter.lower()]
    return test if letter.islower() else lambda char: not test(char)
