"""Large objects arrive in parts, so that a cut re-sends one at most. Parts lie with the device that sends them until all are there.

Everything here blocks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...wire.blobs import MAX_BLOB
from .answers import Refusal
from .objects import Bytes, Objects

MAX_SIZE = MAX_BLOB + 2_000  # bytes of the largest object
_NUMBER = re.compile("0|[1-9][0-9]{0,9}")


@dataclass(frozen=True, slots=True)
class Plan:
    """How one object is cut: `parts` of `chunk` bytes, the last one shorter."""

    parts: int
    size: int
    chunk: int

    @classmethod
    def of_query(cls, query: Mapping[str, str], chunk: int) -> Plan:
        """From `parts=N&size=TOTAL`. Raises Refusal."""
        plan = cls(_number(query, "parts"), _number(query, "size"), chunk)
        if plan.size > MAX_SIZE:
            raise Refusal("too-large")
        if plan.size == 0 or plan.parts != -(-plan.size // chunk):
            raise Refusal("malformed")
        return plan

    def length(self, part: int) -> int:
        """Bytes of a part, from 0."""
        return min(self.chunk, self.size - part * self.chunk)

    def folder(self, device: int, name: str) -> str:
        """Below which name the parts lie."""
        return f"parts/{device}/{name}/{self.size}-{self.chunk}"


def part_number(query: Mapping[str, str], plan: Plan) -> int:
    """`part=K`, from 0. Raises Refusal."""
    number = _number(query, "part")
    if number >= plan.parts:
        raise Refusal("malformed")
    return number


def keep(objects: Objects, device: int, name: str, plan: Plan, part: int, data: Bytes) -> None:
    """Keep one part, durably; again is as good. Raises Refusal."""
    if len(data) != plan.length(part):
        raise Refusal("malformed")
    objects.overwrite(f"{plan.folder(device, name)}/{part}", data)


def held(objects: Objects, device: int, name: str, chunk: int) -> list[list[int]]:
    """[part, size] of the parts of an object that this device sent and that lie here, cut as it is cut now."""
    found = []
    for path, size in objects.below(f"parts/{device}/{name}"):
        folder, _, part = path.rpartition("/")
        if folder.endswith(f"-{chunk}") and _NUMBER.fullmatch(part):
            found.append([int(part), size])
    return sorted(found)


def joined(objects: Objects, device: int, name: str, plan: Plan) -> Bytes:
    """The object. Raises Refusal ("absent", with the parts that are `lacking`)."""
    whole, lacking = bytearray(plan.size), []
    for part in range(plan.parts):
        data = objects.get(f"{plan.folder(device, name)}/{part}")
        if data is None or len(data) != plan.length(part):
            lacking.append(part)
        else:
            whole[part * plan.chunk : part * plan.chunk + len(data)] = data
    if lacking:
        raise Refusal("absent", lacking=lacking)
    return whole


def drop(objects: Objects, device: int, name: str) -> None:
    """Throw the parts of an object away: it is whole here, or they are not its parts."""
    objects.delete(*[path for path, _ in objects.below(f"parts/{device}/{name}")])


def _number(query: Mapping[str, str], key: str) -> int:
    value = query.get(key, "")
    if not _NUMBER.fullmatch(value):
        raise Refusal("malformed")
    return int(value)
