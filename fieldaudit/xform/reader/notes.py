"""What a reading of an XForm gathers on the way: faults, and what its expressions name. Knows no form.

Spec: getodk.github.io/xforms-spec "Namespaces": a document may bind other prefixes than the customary ones; names
and expressions are brought to the customary prefixes of `xmlsafe.NAMESPACES` here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from ...i18n import Text, tr
from ..faults import Fault
from ..xlsform.check import function_faults
from ..xmlsafe import customary_prefix, line_of
from ..xpath.expression import Call, Expression, ExpressionError, Literal, Path, parse, walk

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FAULTS = 500  # more are not listed
MAX_GUESSES = 20  # did-you-mean is worked out for so many faults
MAX_CANDIDATES = 5_000  # among so many names


class Notes:
    """Faults by line of the document, and the ids expressions use."""

    def __init__(self, root: _Element, primary_id: str = "") -> None:
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []  # what opens, but can hardly be meant
        self.asked: list[tuple[_Element, str, str, str]] = []  # element, attribute, function, its first, literal argument
        self.attributes: set[str] = set()  # names that expressions look for among attributes
        self._guesses = 0
        renamed = {prefix: own for prefix, uri in root.nsmap.items()
                   if prefix and (own := customary_prefix(uri)) is not None and own != prefix}
        self._renamed = {f"{prefix}:": f"{own}:" if own else "" for prefix, own in renamed.items()}
        self._primary = re.compile(rf"""instance\(\s*(['"]){re.escape(primary_id)}\1\s*\)(?=/)""") if primary_id else None
        names = "|".join(map(re.escape, renamed))
        self._prefix = re.compile(rf"""("[^"]*"|'[^']*')|(?<![\w.\-:])((?:{names}):)(?!:)""") if names else None

    def fault(self, element: _Element | None, attribute: str, text: Text) -> None:
        """Note a fault of an element's attribute (or child, or the element itself)."""
        self.fault_at(line_of(element), attribute, text)

    def fault_at(self, line: int, attribute: str, text: Text) -> None:
        """Note a fault on a line."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault("xform", line, attribute, text))

    def remark(self, element: _Element, attribute: str, text: Text) -> None:
        """Note what does not keep the form from opening."""
        if len(self.remarks) < MAX_FAULTS:
            self.remarks.append(Fault("xform", line_of(element), attribute, text, severe=False))

    def guess(self, text: Text, wanted: str, known: Collection[str]) -> Text:
        """The text with the nearest known name after it."""
        self._guesses += 1
        if self._guesses > MAX_GUESSES or len(known) > MAX_CANDIDATES:
            return text
        near = difflib.get_close_matches(wanted[:500], known, 1)
        return tr(f"{text.zh}，是不是 {near[0]}？", f"{text.en}; did you mean {near[0]}?") if near else text

    def customary(self, source: str) -> str:
        """An expression or path with the customary prefixes, the record named by /, not by its instance's id.

        What stands in quotes is left alone.
        """
        if self._primary is not None:
            source = self._primary.sub("", source)
        if self._prefix is None:
            return source
        return self._prefix.sub(lambda found: found[1] or self._renamed[found[2]], source)

    def parsed(self, element: _Element, attribute: str, source: str) -> Expression | None:
        """The expression as a tree; None, and its faults noted, when it is not sound. `source` is customary."""
        try:
            tree = parse(source)
            found = list(function_faults(tree))
        except ExpressionError as error:
            self.fault(element, attribute, error.what if isinstance(error.what, Text) else tr(error.what, error.what))
            return None
        for text in found:
            self.fault(element, attribute, text)
        for part in walk(tree):
            if isinstance(part, Path):
                self.attributes.update(step.test for step in part.steps if step.axis == "attribute")
            if isinstance(part, Call) and part.arguments and isinstance(part.arguments[0], Literal):
                self.asked.append((element, attribute, part.name, part.arguments[0].value))
        return None if found else tree
