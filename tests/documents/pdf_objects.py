"""Reads the objects of a finished PDF: the cross-reference table, dictionaries, streams, pages.

For the judge of finished papers: written from ISO 32000, shares nothing with the program. It takes the file at its
word: every object is read at the place the table gives it, and a place that is wrong fails.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

_TOKEN = re.compile(
    rb"[\x00\t\n\x0c\r ]+|%[^\r\n]*"
    rb"|(?P<pair><<|>>)|<(?P<hex>[0-9A-Fa-f\s]*)>|(?P<string>\()|(?P<array>[\[\]])"
    rb"|/(?P<name>[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$)"
    rb"|(?P<word>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)"
)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|[\s\S])")
_BRACKET = re.compile(rb"\\[\s\S]|[()]")


class Name(str):
    """/Name."""

    __slots__ = ()


class Word(str):
    """An operator or keyword."""

    __slots__ = ()


class Ref(NamedTuple):
    """n g R."""

    number: int
    generation: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A dictionary with bytes."""

    entries: dict[str, Any]
    raw: bytes

    @property
    def data(self) -> bytes:
        """Unpacked, unless it is a picture."""
        filters = self.entries.get("Filter", [])
        data = self.raw
        for name in [filters] if isinstance(filters, Name) else filters:
            assert name in ("FlateDecode", "DCTDecode"), f"filter {name}"
            data = zlib.decompress(data) if name == "FlateDecode" else data
        return data


def values(data: bytes, at: int = 0, until: tuple[str, ...] = ()) -> tuple[list[Any], int]:
    """Operands and operators in order, up to and with the first of `until`; and where the reading stopped.

    Numbers, bytes, names, lists, dictionaries, references and words.
    """
    stack: list[list[Any]] = [[]]
    while at < len(data):
        match = _TOKEN.match(data, at)
        assert match is not None, f"no PDF at byte {at}: {data[at : at + 40]!r}"
        at = match.end()
        kind, here = match.lastgroup, stack[-1]
        if kind == "number":
            here.append(float(match[0]) if b"." in match[0] else int(match[0]))
        elif kind == "hex":
            digits = b"".join(match["hex"].split())
            here.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif kind == "name":
            here.append(Name(re.sub(rb"#(..)", lambda m: bytes.fromhex(m[1].decode()), match["name"]).decode("latin-1")))
        elif kind == "string":
            text, at = _string(data, at)
            here.append(text)
        elif kind in ("array", "pair"):
            if match[0] in (b"[", b"<<"):
                stack.append([])
            else:
                stack.pop()
                stack[-1].append(here if match[0] == b"]" else _dictionary(here))
        elif kind == "word" and match[0] == b"R":
            here[-2:] = [Ref(*here[-2:])]
        elif kind == "word":
            word = match[0].decode("latin-1")
            here.append({"true": True, "false": False, "null": None}.get(word, Word(word)))
            if word in until:
                break
    assert len(stack) == 1, "a bracket is not closed"
    return stack[0], at


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    depth, start = 1, at
    while depth:
        match = _BRACKET.search(data, at)
        assert match is not None, "a string without end"
        at = match.end()
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
    return _ESCAPE.sub(_unescaped, data[start : at - 1]), at


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    if said[:1].isdigit():
        return bytes([int(said, 8) & 255])
    return b"" if said in (b"\n", b"\r", b"\r\n") else _ESCAPES.get(said, said)


def _dictionary(flat: list[Any]) -> dict[str, Any]:
    assert len(flat) % 2 == 0 and all(isinstance(key, Name) for key in flat[::2]), "a dictionary out of order"
    keys = [str(key) for key in flat[::2]]
    assert len(set(keys)) == len(keys), f"a key twice among {keys}"
    return dict(zip(keys, flat[1::2], strict=True))


class PdfFile:
    """A whole file. `get` gives an object or what a reference refers to."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._kept: dict[int, Any] = {}
        found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)
        assert found is not None, "the file does not end as a PDF does"
        self.places: dict[int, int] = {}
        self.trailer = self._table(int(found[1]))
        self.root: dict[str, Any] = self.get(self.trailer["Root"])

    def _table(self, at: int) -> dict[str, Any]:
        assert self.data[at : at + 4] == b"xref", "startxref does not lead to the table"
        at += 4
        while section := re.compile(rb"\s*(\d+) (\d+)\s*?\r?\n").match(self.data, at):
            first, count = int(section[1]), int(section[2])
            at = section.end()
            for number in range(first, first + count):
                entry = self.data[at : at + 20]
                assert re.fullmatch(rb"\d{10} \d{5} [nf](?: \r| \n|\r\n)", entry), f"entry {number}: {entry!r}"
                if entry[17:18] == b"n":
                    self.places.setdefault(number, int(entry[:10]))
                at += 20
        match = re.compile(rb"\s*trailer").match(self.data, at)
        assert match is not None, "no trailer after the table"
        trailer: dict[str, Any] = values(self.data, match.end(), ("startxref",))[0][0]
        return trailer

    def get(self, value: Any) -> Any:
        """The object a reference refers to (None where there is none); any other value itself."""
        while isinstance(value, Ref):
            if value.number not in self._kept:
                self._kept[value.number] = self._read(value.number) if value.number in self.places else None
            value = self._kept[value.number]
        return value

    def _read(self, number: int) -> Any:
        head = re.compile(rb"\s*(\d+) (\d+) obj\b").match(self.data, self.places[number])
        assert head is not None and int(head[1]) == number, f"object {number} is not where the table says"
        found, at = values(self.data, head.end(), ("stream", "endobj"))
        assert len(found) == 2 and isinstance(found[1], Word), f"object {number} has no end"
        return self._stream(found[0], at) if found[1] == "stream" else found[0]

    def _stream(self, entries: dict[str, Any], at: int) -> Stream:
        at += 2 if self.data[at : at + 2] == b"\r\n" else 1
        length = self.get(entries["Length"])
        assert re.match(rb"\s*endstream", self.data[at + length : at + length + 20]), "a stream of another length"
        return Stream({key: self.get(value) for key, value in entries.items()}, self.data[at : at + length])

    def pages(self) -> list[dict[str, Any]]:
        """Page dictionaries in order, with what they inherit."""
        return list(self._kids(self.root["Pages"], {}))

    def _kids(self, node: Any, above: dict[str, Any]) -> Iterator[dict[str, Any]]:
        ref, node = node, self.get(node)
        here = {**{key: above[key] for key in ("MediaBox", "Resources", "Rotate", "CropBox") if key in above}, **node}
        if node["Type"] == "Page":
            yield {**here, "ref": ref}
            return
        for kid in self.get(node["Kids"]):
            yield from self._kids(kid, here)

    def outline(self) -> list[tuple[str, int]]:
        """(title, page index) of the first level."""
        pages = [page["ref"] for page in self.pages()]
        found = []
        entry = self.get(self.get(self.root["Outlines"])["First"]) if "Outlines" in self.root else None
        while entry:
            found.append((text_string(self.get(entry["Title"])), pages.index(self.get(entry["Dest"])[0])))
            entry = self.get(entry.get("Next"))
        return found


def text_string(said: bytes) -> str:
    """A text string of a dictionary."""
    return said[2:].decode("utf-16-be") if said.startswith(b"\xfe\xff") else said.decode("latin-1")
