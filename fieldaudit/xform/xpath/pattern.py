"""Regular expressions in bounded time, for `regex()`: no pattern can hang a form.

The pattern becomes a small program whose states are all followed at once, so the work is at most
length of text times size of program (MAX_WORK), whatever the pattern. Knows no form.

Understood, as Java and JavaScript write it: literals, `.`, classes `[a-z]` `[^…]` `[a-z&&[^b]]`, `\\d \\w \\s` and their
capitals, `\\p{L}` `\\p{Lu}` `\\p{IsHan}` `\\p{Script=Han}` `\\P{…}` (see `properties`), `\\t \\n \\r`, `\\xHH` `\\uXXXX`
`\\u{…}`, groups `( )` `(?: )` `(?<name> )`, look-ahead `(?= )` `(?! )`, `|`, `* + ? {m} {m,} {m,n}`, anchors
`^ $ \\b \\B \\A \\z`, and `(?i)` `(?s)` `(?m)` `(?u)` at the start. Greedy, lazy and possessive repeats are alike, for only
"found or not" is asked; a possessive one that would have to give nothing back is taken as greedy.
Back references, look-behind, atomic groups and flags elsewhere are refused by name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...i18n import Text, tr
from .automaton import Program, Run, State, Test
from .dialect import EvaluationError
from .properties import DIGIT, NEWLINE, WORD, is_space, property_test

MAX_PATTERN = 1_000  # characters of a pattern
MAX_PROGRAM = 4_000  # states; counted repeats are written out
MAX_WORK = 2_000_000  # characters of text × size of program
MAX_GROUPS = 40  # groups inside one another

_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_FLAGS = re.compile(r"\(\?([imsu]+)\)")
_NAMED = re.compile(r"\?<[A-Za-z][A-Za-z0-9]*>")
_REFUSED = (("?<=", tr("不支持后顾 (?<=…)", "look-behind (?<=…) is not supported")),
            ("?<!", tr("不支持后顾 (?<!…)", "look-behind (?<!…) is not supported")),
            ("?>", tr("不支持固化组 (?>…)", "the atomic group (?>…) is not supported")),
            ("?", tr("不支持 (?…)", "(?…) is not supported")))


def matches(pattern: str, text: str) -> bool:
    """Whether `pattern` is found anywhere in `text`. Raises EvaluationError for what it cannot do."""
    program = _program(pattern)
    if len(text) * program.size > MAX_WORK:
        raise EvaluationError(tr(f"文本过长（{len(text)}字），无法与格式比对",
                                 f"the text is too long ({len(text)} characters) for this pattern"))
    return Run(text).finds(program)


def check(pattern: str) -> None:
    """Raises EvaluationError when the pattern is not understood."""
    _program(pattern)


@lru_cache(maxsize=128)
def _program(pattern: str) -> Program:
    return _Compiler(pattern).program()


# -- reading ---------------------------------------------------------------------------------------
class _Compiler:
    """Recursive descent over the pattern, writing states as it goes."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at, self.depth, self.read = pattern, 0, 0, 0
        self.states: list[State] = []
        self.extra = 0  # size of look-aheads and of classes
        self.flags = ""
        if len(pattern) > MAX_PATTERN:
            raise self._refuse(tr(f"超过{MAX_PATTERN}字", f"longer than {MAX_PATTERN} characters"))

    def program(self) -> Program:
        if flags := _FLAGS.match(self.pattern):
            self.flags, self.at = flags[1], flags.end()
        self._choice()
        if self.at < len(self.pattern):
            raise self._refuse(tr("多出的右括号", "a closing bracket too many"))
        self._write(State("match"))
        return Program(self.states, len(self.states) + self.extra)

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

    def _write(self, state: State) -> int:
        if len(self.states) >= MAX_PROGRAM:
            raise self._refuse(tr("过于复杂", "too complex"))
        self.states.append(state)
        return len(self.states) - 1

    def _insert(self, at: int, state: State) -> None:
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
            self._insert(start, State("split", first=start + 1))
            jump = self._write(State("split"))
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
        split = self._write(State("split", first=len(self.states) + 1))
        self._again(source)
        self._write(State("split", first=split, second=split))
        self.states[split].second = len(self.states)

    def _optional(self, source: int) -> None:
        split = self._write(State("split", first=len(self.states) + 1))
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
        if found is not None and not self._skip("?"):
            self._skip("+")
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
            self._edge(f"line{char}" if "m" in self.flags else char)
        elif char == "\\" and self._peek() in tuple("bBAzZ"):
            self._edge({"A": "^", "z": "$", "Z": "$"}.get(self._peek(), self._peek()))
            self._take()
        elif char in "*+?":
            raise self._refuse(tr("重复符号前没有内容", "nothing to repeat"))
        else:
            self._write(State("test", test=self._test(char), first=len(self.states) + 1))

    def _test(self, char: str) -> Test:
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char == ".":
            return (lambda found: True) if "s" in self.flags else lambda found: found not in NEWLINE
        return self._literal(char)

    def _literal(self, char: str) -> Test:
        if "i" in self.flags and (alike := {char, char.lower(), char.upper()}) != {char}:
            return lambda found: found in alike
        return lambda found: found == char

    def _edge(self, edge: str) -> None:
        self._write(State("edge", edge=edge, first=len(self.states) + 1))

    def _group(self) -> None:
        self.depth += 1
        if self.depth > MAX_GROUPS:
            raise self._refuse(tr("括号嵌套过深", "brackets nested too deep"))
        if self._skip("?=") or self._skip("?!"):
            self._look(wanted=self.pattern[self.at - 1] == "=")
        else:
            named = _NAMED.match(self.pattern, self.at)
            self.at = named.end() if named else self.at
            for sign, why in _REFUSED if not self._skip("?:") else ():
                if self.pattern.startswith(sign, self.at):
                    raise self._refuse(why)
            self._choice()
        if not self._skip(")"):
            raise self._refuse(tr("缺右括号", "a closing bracket is missing"))
        self.depth -= 1

    def _look(self, wanted: bool) -> None:
        outer, self.states = self.states, []
        self._choice()
        self._write(State("match"))
        inner, self.states = self.states, outer
        self.extra += len(inner)
        self._write(State("look", program=Program(inner), wanted=wanted, first=len(self.states) + 1))

    def _escape(self) -> Test:
        kind = self._kind()
        return self._literal(self._escaped_char()) if kind is None else kind

    def _kind(self) -> Test | None:
        """What stands for several characters: `\\d`, `\\p{…}`; None when a single one follows."""
        letter = self._peek()
        if letter in tuple("dDwWsS"):
            test: Test = {"d": DIGIT.__contains__, "w": WORD.__contains__, "s": is_space}[self._take().lower()]
        elif letter in ("p", "P"):
            self._take()
            test = self._property()
        else:
            return None
        return test if letter.islower() else lambda char: not test(char)

    def _property(self) -> Test:
        name = self._take()
        if name == "{":
            name, closed, _ = self.pattern[self.at:].partition("}")
            self.at += len(name) + len(closed)
            name = name if closed else ""
        test = property_test(name)
        if test is None:
            raise self._refuse(tr(f"不认识的字符类 \\p{{{name}}}", f"unknown class \\p{{{name}}}"))
        return test

    def _escaped_char(self) -> str:
        char = self._take()
        if char in _CONTROL:
            return _CONTROL[char]
        if char in "ux":
            return self._code(4 if char == "u" else 2)
        if char in "123456789k":
            raise self._refuse(tr(f"不支持反向引用 \\{char}", f"the back reference \\{char} is not supported"))
        if char.isalnum():
            raise self._refuse(tr(f"不支持 \\{char}", f"\\{char} is not supported"))
        return char

    def _code(self, count: int) -> str:
        digits = self.pattern[self.at:self.at + count]
        self.at += count
        if count == 4 and digits.startswith("{"):
            self.at -= count
            digits, closed, _ = self.pattern[self.at + 1:].partition("}")
            self.at, count = self.at + len(digits) + 2, len(digits) if closed else -1
        if not digits or len(digits) != count or not set(digits) <= _HEXADECIMAL or int(digits, 16) > 0x10FFFF:
            raise self._refuse(tr("\\u、\\x 后应为四位、两位十六进制数", "\\u takes four, \\x two hexadecimal digits"))
        return chr(int(digits, 16))

    # -- classes -----------------------------------------------------------------------------------
    def _class(self) -> Test:
        negated = self._skip("^")
        inside = self._members(nested=False)
        if "i" in self.flags:
            plain = inside
            return lambda char: (plain(char) or plain(char.lower()) or plain(char.upper())) is not negated
        return lambda char: inside(char) is not negated

    def _members(self, nested: bool) -> Test:
        """The members up to `]`; after `&&` those that are in both, where a class may stand in the class."""
        chars: set[str] = set()
        ranges: list[tuple[str, str]] = []
        kinds: list[Test] = []
        both: Test | None = None
        first = True
        while first or self._peek() != "]":
            if self._skip("&&"):
                both = self._members(nested=True)
                break
            if nested and self._skip("["):
                kinds.append(self._class())
            else:
                self._member(chars, ranges, kinds)
            first = False
        else:
            self._take()
        self.extra += len(ranges) + len(kinds)

        def test(char: str) -> bool:
            return char in chars or any(low <= char <= high for low, high in ranges) or any(kind(char) for kind in kinds)

        if both is None:
            return test
        other = both
        return lambda char: test(char) and other(char)

    def _member(self, chars: set[str], ranges: list[tuple[str, str]], kinds: list[Test]) -> None:
        low = self._take()
        if low == "\\":
            if (kind := self._kind()) is not None:
                kinds.append(kind)
                return
            low = self._class_char()
        if self._peek() != "-" or self.pattern[self.at + 1:self.at + 2] in ("]", ""):
            chars.add(low)
            return
        self._take()
        high = self._take()
        high = self._class_char() if high == "\\" else high
        if high < low:
            raise self._refuse(tr(f"范围 {low}-{high} 颠倒", f"range {low}-{high} is reversed"))
        ranges.append((low, high))

    def _class_char(self) -> str:
        return "\b" if self._skip("b") else self._escaped_char()
