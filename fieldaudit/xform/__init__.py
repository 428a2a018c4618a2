"""XLSForm -> form -> record: the ODK XForms engine. Pure: no clock, no disk, no randomness, no SQL, no window.

The public entry:

    form = load(source, "md", "name", files)      compile; `source` is the file's bytes or text; raises FormFaults (a
                                                  BadInput) with every fault, each with sheet and row
    check(source, "md", files)                    the same faults as a list, remarks among them; [] when there is nothing
    form.to_bytes(), Form.from_bytes(data)        the compiled form; opens without pyxform or lxml

    record = Record(form, now=…, today=…)         a new record; Record(form, answers, now=…, today=…) resumes one from
                                                  record.answers(); Record.from_xml(form, xml, …) opens a submission
    for path, question in record.visible():       what is asked now, in order, repeats instance by instance
        record.label(path, "en"), record.hint(path), question.kind, record.choices(path), record.required(path),
        record.readonly(path), record.constraint_message(path), record.media(path)
    record.outline()                              the same with the groups and repeats around the questions
    record.set(path, value)                       -> Delta: values that changed, questions shown and hidden, faults;
                                                  raises BadInput and changes nothing when the answer is refused;
                                                  `lenient=True` keeps one that does not hold, for problems() to tell
    record.add_repeat(path), record.remove_repeat("rooms[2]")
    record.instances("rooms"), record.relevant(path)
    record.get(path), record.values(), record.problems()
    record.xml("uuid:…"), media_names(record)     the submission and the files that go with it

    evaluate(expression, record, "rooms[2]/bars") -> str | float | bool | list of nodes
    evaluate(expression, xml, "/data/rooms[2]")   the same on any XML document; parse_document(xml) reads one once

    upgrade(answers, old, new, now=…, today=…)    a draft carried to another version of its form, with what does not fit
    diff(old, new)                                what changed between two versions
    table(records, form), as_json(record)         answers as flat tables (csv_bytes) and as JSON, values or labels
    listing(form, "zh"), reference("zh")          a form, and what any form may hold, as pages to read
    to_markdown(read_sheets(source, "xlsx"))      a workbook as the text table it is the same form as

`media_type` is "md", "xlsx", "xls", "csv" (XLSForm) or "xml" (XForm); `files` holds the form's media folder by file
name. Values are texts, as the standard stores them: "" is no answer, a select_multiple is names with spaces between.
Paths leave out the root: `rooms[2]/bars`; with it, `/data/rooms[2]/bars`, they are taken too.

Specifications: getodk.github.io/xforms-spec and XLSForm.org; docs/conformance.md says what is shown by which test.
The engine knows no fire safety: `bind::fa:*` columns (`FA_COLUMNS`) ride along with each question.
"""

from .columns import FA_COLUMNS, FA_NAMESPACE, FA_SETTINGS, FaColumn
from .export import as_json, csv_bytes, table
from .faults import Fault, FormFaults
from .filling.record import Asked, Delta, Problem, Record
from .filling.walk import Entry
from .form import FORMAT, Choice, Form, Question, Section
from .listing import listing
from .load import check, load
from .outside import evaluate, parse_document
from .reference import reference
from .submission import asks_encryption, compact, media_names
from .versions.diff import Change, diff
from .versions.upgrade import Unfit, Upgrade, upgrade
from .xlsform.sheets import read as read_sheets
from .xlsform.sheets import to_markdown
from .xpath.expression import ExpressionError
from .xpath.functions import FUNCTIONS

__all__ = [
    "FA_COLUMNS", "FA_NAMESPACE", "FA_SETTINGS", "FORMAT", "FUNCTIONS", "Asked", "Change", "Choice", "Delta", "Entry",
    "ExpressionError", "FaColumn", "Fault", "Form", "FormFaults", "Problem", "Question", "Record", "Section", "Unfit",
    "Upgrade", "as_json", "asks_encryption", "check", "compact", "csv_bytes", "diff", "evaluate", "listing", "load",
    "media_names", "parse_document", "read_sheets", "reference", "table", "to_markdown", "upgrade",
]
