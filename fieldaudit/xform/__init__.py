"""XLSForm -> form -> record: the ODK XForms engine. Pure: no clock, no disk, no randomness, no SQL, no window.

The public entry:

    check(source, media_type) -> list[Fault]           every fault of a form, with sheet and row
    load(source, media_type, name) -> Form             compile; raises FormFaults (a BadInput) with the same list
    Form.to_bytes() / Form.from_bytes(data)            the compiled form; opens without pyxform or lxml
    Record(form, answers, now=…, today=…)              fill it in: set, get, visible, choices, label, problems,
                                                       values, answers, add_repeat, remove_repeat, xml
    Record.from_xml(form, xml, now=…, today=…)         a finished record back
    evaluate(expression, on, context_path)             an expression over a record or any XML document

Specifications: getodk.github.io/xforms-spec and XLSForm.org. `media_type` is "md", "xlsx", "csv" or "xml".
The engine knows no fire safety: `bind::fa:*` columns (`FA_COLUMNS`) ride along with each question.
"""

from .columns import FA_COLUMNS, FA_NAMESPACE, FA_SETTINGS, FaColumn
from .expression import ExpressionError
from .faults import Fault, FormFaults
from .form import Choice, Form, Question, Section
from .functions import FUNCTIONS
from .load import check, load
from .outside import evaluate
from .record import Asked, Delta, Problem, Record

__all__ = [
    "FA_COLUMNS", "FA_NAMESPACE", "FA_SETTINGS", "FUNCTIONS", "Asked", "Choice", "Delta", "ExpressionError", "FaColumn", "Fault",
    "Form", "FormFaults", "Problem", "Question", "Record", "Section", "check", "evaluate", "load",
]
