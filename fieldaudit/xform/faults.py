"""What is wrong with a form, and where its author finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import BadInput
from ..i18n import Text, tr


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: sheet, row as Excel counts it (0: the whole sheet), column heading, what is wrong.

    For a raw XForm the sheet is "xform", the row a line of the XML, the column an attribute.
    """

    sheet: str
    row: int
    column: str
    text: Text

    @property
    def place(self) -> Text:
        """Where it is, as a person reads it."""
        zh = [self.sheet, f"第{self.row}行" if self.row else "", self.column]
        en = [self.sheet, f"row {self.row}" if self.row else "", self.column]
        return tr(" ".join(part for part in zh if part), " ".join(part for part in en if part))

    @property
    def line(self) -> Text:
        """Place and fault in one line."""
        return tr(f"{self.place.zh}：{self.text.zh}", f"{self.place.en}: {self.text.en}")

    def __str__(self) -> str:
        return str(self.line)


class FormFaults(BadInput):
    """A form that cannot be used; `faults` holds every fault found."""

    def __init__(self, faults: Sequence[Fault], *, where: str = "") -> None:
        self.faults = tuple(faults)
        zh = "\n".join(f"  {fault.line.zh}" for fault in faults)
        en = "\n".join(f"  {fault.line.en}" for fault in faults)
        super().__init__(tr(f"表单有{len(faults)}处错误：\n{zh}", f"the form has {len(faults)} fault(s):\n{en}"),
                         where=where, todo=tr("请改正后重新载入。", "Mend them and load the form again."))
