"""Which rows are probably one home under two names: normalised names, shared phone or address. Nothing is merged here.

Owns when two names are alike and what else must agree before they are offered to a person as twins, with the reason
in words. Knows no file and no store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..domain.core import RowId
from ..i18n import Text, tr
from .register_cells import match_key, simplified

_PUNCTUATION = re.compile(r"[^\w]|_")
_KIND = re.compile(
    "(?:(?:社会|综合|民办|公办)?(?:居家|社区)?(?:养老|敬老|颐养|颐康|养护|护理|托养|安养|康养|老年|老年人|福利|光荣|幸福)"
    "(?:养护|护理|服务|照料|照护|托养|福利)*(?:中心|院|所|公寓|机构|之家|家园|(?=有限))|托老所)?(?:有限责任公司|有限公司)?$")
_TELLS_APART = frozenset("0123456789一二三四五六七八九十百东南西北中新老旧大小上下前后左右内外甲乙丙丁abcdefgh")
_SHORTEST = 4  # characters below which one differing character makes another name
_AGREE = (tr("名称相近", "the name is alike"), tr("同在一地", "same district"), tr("电话相同", "same phone"),
          tr("地址相同", "same address"))
_CROWD = 50  # homes that share a phone or an address: an office's own, which says nothing of each


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of a home. `who`: its id in the register, or the place of its row in the file."""

    who: RowId | Text
    name: str
    district: RowId
    code: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A home the row may be: registered (`id`) or further up in the file (`id` None), and why."""

    id: RowId | None
    name: str
    reason: Text


class Twins:
    """Candidates so far, found by name, phone and address without comparing each with each."""

    def __init__(self, districts: Iterable[str]) -> None:
        places = {word for name in map(match_key, districts) for word in (name, _short(name)) if len(word) > 1}
        words = "|".join(re.escape(word) for word in sorted(places, key=lambda word: (-len(word), word)))
        self._place = re.compile(rf"^(?:.{{1,9}}?[省市盟州区])?(?:{words})" if words else r"^(?!)")
        self._buckets: dict[tuple[str, object], list[Candidate]] = {}
        self._keys: dict[str, str] = {}

    def add(self, candidate: Candidate) -> None:
        """Let later ones be compared with this."""
        for bucket in self._buckets_of(candidate):
            self._buckets.setdefault(bucket, []).append(candidate)

    def of(self, candidate: Candidate) -> tuple[Twin, ...]:
        """Those before that are probably the same home, registered ones first."""
        found = {other.who: other for bucket in self._buckets_of(candidate)
                 for other in self._shared(bucket)}
        twins = [Twin(other.who if isinstance(other.who, int) else None, other.name, reason)
                 for other in found.values() if (reason := self._reason(candidate, other)) is not None]
        return tuple(sorted(twins, key=lambda twin: (twin.id is None, twin.id or 0)))

    def _shared(self, bucket: tuple[str, object]) -> list[Candidate]:
        found = self._buckets.get(bucket, [])
        return [] if bucket[0] in ("phone", "address") and len(found) > _CROWD else found

    def _buckets_of(self, candidate: Candidate) -> Iterator[tuple[str, object]]:
        key = self.key(candidate.name)
        yield "key", (candidate.district, key)
        if len(key) >= _SHORTEST:
            yield from (("near", (candidate.district, near)) for near in {key[:n] + key[n + 1:] for n in range(len(key))} | {key})
        yield from (("phone", phone) for phone in _phones(candidate))
        if candidate.address:
            yield "address", match_key(candidate.address)

    def key(self, name: str) -> str:
        """A name without brackets, its district in front and the word for its kind behind; never empty for a name."""
        if name not in self._keys:
            whole = _PUNCTUATION.sub("", simplified(match_key(name)))
            bare = self._place.sub("", whole) or whole
            self._keys[name] = _KIND.sub("", bare) or bare
        return self._keys[name]

    def alike(self, one: str, other: str) -> bool:
        """Whether two names may be one home's."""
        return _alike(self.key(one), self.key(other))

    def _reason(self, one: Candidate, other: Candidate) -> Text | None:
        """Why two may be one home; None when too little speaks for it, or two valid codes speak against."""
        district = one.district == other.district
        phone = bool(_phones(one) & _phones(other))
        address = bool(one.address) and match_key(one.address) == match_key(other.address)
        alike = self.alike(one.name, other.name)
        two_codes = bool(one.code and other.code and one.code != other.code)
        if not ((alike and district and not two_codes) or (alike and (phone or address)) or (phone and address and not two_codes)):
            return None
        agree = [word for holds, word in zip((alike, district, phone, address), _AGREE, strict=True) if holds]
        return Text(
            f"可能就是{_whose(other).zh}“{other.name}”：" + "、".join(word.zh for word in agree),
            f"may be {_whose(other).en} '{other.name}': " + ", ".join(word.en for word in agree))


def _whose(other: Candidate) -> Text:
    if isinstance(other.who, Text):
        return tr(f"本文件{other.who.zh}的", f"that of {other.who.en} of this file,")
    return tr(f"已登记（编号{other.who}）的", f"the registered ({other.who})")


def _phones(candidate: Candidate) -> set[str]:
    return {phone for phone in candidate.phone.split("、") if phone}


def _short(district: str) -> str:
    return re.sub("(自治县|自治旗|特区|林区|市|区|县|旗)$", "", district)


def _alike(one: str, other: str) -> bool:
    """The same, or one character apart in a name long enough; a number or a direction tells two homes apart."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or len(long) - len(short) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    same_length = len(short) == len(long)
    rest = start + 1 if same_length else start
    return short[rest:] == long[start + 1:] and not _TELLS_APART & {*long[start:start + 1], *short[start:rest]}
