"""Every table of facts: its columns, their types and meaning. No SQL: `store` makes the DDL from this.

Types: "int", "real", "text"; times are ms since 1970 UTC, dates are ISO text (2026-11-24), booleans 0/1,
`*_json` columns hold canonical JSON text. Every table also has `void` (text: the reason; NULL = live) and
the store's own bookkeeping. A column named like a table, or ending in `_row`, holds a RowId.
"""

from __future__ import annotations

from types import MappingProxyType

_T, _I, _R = "text", "int", "real"

TABLES: MappingProxyType[str, dict[str, str]] = MappingProxyType({
    # -- scope common ----------------------------------------------------------------------------
    "bureau": {"name": _T, "short": _T, "address": _T, "phone": _T, "review_body": _T,
               "supervisor_clears_general": _I},
    "district": {"name": _T, "scope": _I},
    "person": {"name": _T, "role": _T, "badge_no": _T, "post": _T},
    "form": {"name": _T, "version": _T, "title_zh": _T, "title_en": _T, "source": _T, "media_type": _T,
             "sha256": _T},
    "law": {"short": _T, "title": _T, "number": _T, "in_force": _T, "checked": _T},
    "number_pattern": {"kind": _T, "pattern": _T},
    "number_lease": {"kind": _T, "year": _I, "device": _I, "first": _I, "last": _I},
    # The office's own words of a kind of paper, as TOML over the program's; the last live row of a kind and language counts.
    "wording": {"kind": _T, "lang": _T, "source": _T, "sha256": _T, "reason": _T},
    # -- scope of the institution's district -------------------------------------------------------
    "institution": {"name": _T, "code": _T, "district": _I, "address": _T, "legal_rep": _T, "head": _T,
                    "phone": _T, "beds": _I, "residents": _I, "grade": _T, "lon": _R, "lat": _R,
                    "extra_json": _T, "moved_from": _I, "merged_into": _I},
    "inspection": {"institution": _I, "form": _I, "number": _T, "kind": _T, "inspector_row": _I,
                   "second_row": _I, "started_at": _I},
    "answer": {"inspection": _I, "path": _T, "value": _T, "note": _T},
    "attachment": {"owner_table": _T, "owner_row": _I, "path": _T, "kind": _T, "sha256": _T, "object": _T,
                   "bytes": _I, "media_type": _T, "file_name": _T, "width": _I, "height": _I,
                   "caption": _T, "taken_at": _T, "lat": _R, "lon": _R, "camera": _T},
    # One drawn shape over an attachment's untouched picture; points are fractions of its upright width and height.
    "annotation": {"attachment": _I, "shape": _T, "points_json": _T, "text": _T, "colour": _T},
    "signature": {"inspection": _I, "party": _T, "person_row": _I, "name": _T, "post": _T,
                  "strokes_json": _T, "refused": _T, "witness": _T, "record_sha256": _T},
    "inspection_event": {"inspection": _I, "kind": _T, "reason": _T, "facts_json": _T},
    "remark": {"inspection_event": _I, "inspection": _I, "path": _T, "text": _T},
    "item": {"institution": _I, "inspection": _I, "place": _T, "finding": _T, "severity": _T,
             "severity_reason": _T, "measure_kind": _T, "measure": _T, "term_days": _I, "term_kind": _T,
             "order_basis": _T, "basis": _T, "basis_checked": _T, "refer_basis": _T,
             "responsible": _T, "budget_yuan": _R, "budget_source": _T, "contingency": _T,
             "lead_department": _T, "recurrence_of": _I},
    "item_question": {"item": _I, "inspection": _I, "path": _T},
    "event": {"item": _I, "kind": _T, "facts_json": _T},
    "notice": {"institution": _I, "inspection": _I, "kind": _T, "number": _T, "provisional": _I,
               "year": _I, "serial": _I, "mode": _T, "due_date": _T, "issued_on": _T, "facts_json": _T,
               "facts_sha256": _T},
    "notice_item": {"notice": _I, "item": _I, "position": _I},
    "service": {"notice": _I, "method": _T, "place": _T, "recipient": _T, "relation": _T, "refused": _T,
                "witness": _T, "served_at": _I, "server_row": _I, "second_row": _I, "remarks": _T,
                "number": _T, "year": _I, "serial": _I, "provisional": _I, "witness_post": _T, "tracking": _T,
                "sent_on": _T, "announced_in": _T, "announced_on": _T},
    # Every issued paper, one row a version; its PDF is the attachment of kind "paper" that it owns. A correction has the
    # number and the day of the version in `replaces_row`, and says why in `reason`. `year`, `serial`: of a leased number.
    # `asked_json`: what was chosen for it beside what it is about, so that a correction asks for the same.
    "paper": {"kind": _T, "institution": _I, "inspection": _I, "item": _I, "notice": _I, "service": _I,
              "number": _T, "provisional": _I, "year": _I, "serial": _I, "version": _I, "replaces_row": _I,
              "reason": _T, "recipient": _T, "issued_on": _T, "asked_json": _T, "facts_json": _T, "facts_sha256": _T},
})

COMMON_TABLES = frozenset(
    ("bureau", "district", "person", "form", "law", "number_pattern", "number_lease", "wording"))

# Rows of these are only ever added (or voided), never edited, so they cannot conflict; but a photo's caption may be mended.
INSERT_ONLY = frozenset(
    ("form", "number_lease", "attachment", "signature", "inspection_event", "remark", "item_question", "event",
     "notice", "notice_item", "service", "paper", "wording"))
