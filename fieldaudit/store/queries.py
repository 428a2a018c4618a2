"""The reading queries of the product, one function each: plain dictionaries out, nothing written."""

from __future__ import annotations

import json
from typing import Any

from ..domain.core import RowId
from .search import search
from .store import Store

Row = dict[str, Any]
ALL = 1 << 31  # more than there ever are


# Live and not merged into another row; the row that stands for merged ones is a home even where two laptops gave it up.
_BRACKETS = str.maketrans("[]［］【】()（）", "〔〕" * 5)  # as a year's 〔〕 is typed where the keyboard has none
IS_HOME = """NOT EXISTS (SELECT 1 FROM home_of h WHERE h.institution = i.id AND h.home <> i.id)
    AND (i.void IS NULL OR EXISTS (SELECT 1 FROM home_of h WHERE h.home = i.id))"""


def home(store: Store, institution: RowId) -> Row | None:
    """The row that stands for a home, by the id of any of its merged rows; `void` is None when it stands for others."""
    return _one(
        store.query(
            """SELECT i.*, CASE WHEN EXISTS (SELECT 1 FROM home_of h WHERE h.home = i.id) THEN NULL ELSE i.void END AS void
            FROM institution i WHERE i.id = coalesce((SELECT home FROM home_of WHERE institution = ?), ?)""",
            (institution, institution),
        )
    )


def homes_called(store: Store, name: str) -> list[Row]:
    """The homes that have this exact name or code, or a row merged into them had it."""
    return store.query(
        f"""SELECT * FROM institution i WHERE {IS_HOME} AND EXISTS (
          SELECT 1 FROM institution o LEFT JOIN home_of m ON m.institution = o.id
          WHERE (o.name = ? OR o.code = ?) AND coalesce(m.home, o.id) = i.id) ORDER BY i.id""",
        (name, name),
    )


def merged_rows(store: Store, home: RowId) -> list[Row]:
    """The register rows that were merged into this home."""
    return store.query(
        "SELECT i.* FROM home_of h JOIN institution i ON i.id = h.institution WHERE h.home = ? AND i.id <> ? ORDER BY i.id",
        (home, home),
    )


def _one(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def institutions(store: Store, text: str = "", district: RowId | None = None) -> list[Row]:
    """The homes with district name and counts of open and all items; filtered by text (contained in name, code or address,
    or found by `search`) and district. Of merged rows the one that stands for the home."""
    like = f"%{text}%"
    found = json.dumps([hit.row for hit in search(store, text, ("institution",), limit=ALL)])
    return store.query(
        f"""
        SELECT i.*, d.name AS district_name,
          (SELECT count(*) FROM item_state s WHERE s.institution = i.id) AS items,
          (SELECT count(*) FROM item_state s WHERE s.institution = i.id
             AND s.state IN ('found','ordered','in_progress','submitted','passed')) AS open_items
        FROM institution i LEFT JOIN district d ON d.id = i.district
        WHERE {IS_HOME} AND (i.name LIKE ? OR i.code LIKE ? OR i.address LIKE ? OR i.id IN (SELECT value FROM json_each(?)))
          AND (? IS NULL OR i.district = ?)
        ORDER BY d.scope, i.name, i.id""",
        (like, like, like, found, district, district),
    )


def inspections(store: Store, state: str | None = None, institution: RowId | None = None) -> list[Row]:
    """Live inspections with home, state and counts, newest first."""
    return store.query(
        """
        SELECT n.*, s.institution, s.state, s.finished_at, s.approved_by, s.returns, s.record_sha256, i.name AS institution_name,
          f.name AS form_name, f.version AS form_version,
          (SELECT count(*) FROM answer a WHERE a.inspection = n.id AND a.void IS NULL AND a.value IS NOT NULL) AS answers,
          (SELECT count(*) FROM item t WHERE t.inspection = n.id AND t.void IS NULL) AS items,
          (SELECT count(*) FROM attachment t WHERE t.owner_row = n.id AND t.void IS NULL AND t.kind = 'photo') AS photos
        FROM inspection n JOIN inspection_state s ON s.inspection = n.id
        LEFT JOIN institution i ON i.id = s.institution LEFT JOIN form f ON f.id = n.form
        WHERE n.void IS NULL AND (? IS NULL OR s.state = ?) AND (? IS NULL OR s.institution = ?)
        ORDER BY n.started_at DESC, n.id DESC""",
        (state, state, institution, institution),
    )


def items(store: Store, institution: RowId | None = None, inspection: RowId | None = None, state: str | None = None) -> list[Row]:
    """Live plan items with state and home, in the order they were found."""
    return store.query(
        """
        SELECT t.*, s.institution, s.state, s.due, s.served_on, s.notice, s.failures, s.cleared_on, s.extended, s.extension_asked,
          s.escalated, s.referred, s.no_access, s.fixed_on_spot, s.exits, s.wells_json, s.reinspected_by, s.ended_by,
          s.ignored_json, i.name AS institution_name, n.number AS inspection_number
        FROM item t JOIN item_state s ON s.item = t.id LEFT JOIN institution i ON i.id = s.institution
        LEFT JOIN inspection n ON n.id = t.inspection
        WHERE t.void IS NULL AND (? IS NULL OR s.institution = ?) AND (? IS NULL OR t.inspection = ?)
          AND (? IS NULL OR s.state = ?) ORDER BY t.id""",
        (institution, institution, inspection, inspection, state, state),
    )


def cleared_before(store: Store, home: RowId, form: str, path: str, before: int) -> Row | None:
    """The item of this home that was cleared last for the same question of the same form, found by a visit that began
    before `before` (ms)."""
    return _one(
        store.query(
            """SELECT t.*, s.cleared_on FROM item_state s JOIN item t ON t.id = s.item
            JOIN item_question q ON q.item = t.id AND q.void IS NULL AND q.path = ?
            JOIN inspection n ON n.id = q.inspection JOIN form f ON f.id = n.form
            WHERE s.institution = ? AND s.state = 'cleared' AND f.name = ? AND n.started_at < ?
            ORDER BY s.cleared_on DESC, t.id DESC LIMIT 1""",
            (path, home, form, before),
        )
    )


def items_found(store: Store, inspection: RowId) -> list[Row]:
    """All items an inspection ever made, void ones too."""
    return store.query("SELECT * FROM item WHERE inspection = ? ORDER BY id", (inspection,))


def recurrences(store: Store, item: RowId) -> list[Row]:
    """The live items that say they are this one come back."""
    return store.query("SELECT * FROM item WHERE recurrence_of = ? AND void IS NULL ORDER BY id", (item,))


def answers(store: Store, inspection: RowId) -> dict[str, Row]:
    """path -> answer row. Two laptops may each have made a row for one path: the greatest clock shows."""
    return {
        row["path"]: row
        for row in store.query("SELECT * FROM answer WHERE inspection = ? AND void IS NULL ORDER BY _hlc, _last", (inspection,))
    }


def failed_links(store: Store, inspection: RowId) -> list[Row]:
    """The live question links of an inspection's live items."""
    return store.query(
        """SELECT q.* FROM item_question q JOIN item t ON t.id = q.item
        WHERE q.inspection = ? AND q.void IS NULL AND t.void IS NULL ORDER BY q.id""",
        (inspection,),
    )


def answer_rows(store: Store, inspection: RowId) -> list[tuple[str, Row]]:
    """(path, answer row) of an inspection, void ones too, the one that shows last."""
    found = store.query("SELECT * FROM answer WHERE inspection = ? ORDER BY _hlc, _last", (inspection,))
    return [(row["path"], row) for row in found]


def all_links(store: Store, inspection: RowId) -> list[Row]:
    """The question links of an inspection, void ones too; `item_void` is the item's."""
    return store.query(
        """SELECT q.*, t.void AS item_void FROM item_question q JOIN item t ON t.id = q.item
        WHERE q.inspection = ? ORDER BY q.id""",
        (inspection,),
    )


_HANGING = {
    "institution": (("inspection", "institution"), ("item", "institution"), ("notice", "institution"), ("paper", "institution")),
    "inspection": (("answer", "inspection"), ("attachment", "owner_row"), ("item", "inspection"), ("signature", "inspection"),
                   ("inspection_event", "inspection"), ("paper", "inspection")),
    "item": (("item_question", "item"), ("notice_item", "item"), ("attachment", "owner_row"), ("paper", "item")),
    "attachment": (("annotation", "attachment"),),
}  # fmt: skip


def hanging(store: Store, table: str, row: RowId) -> list[tuple[str, Row]]:
    """(table, row) of the live rows that name this one as theirs; events of an item are for the fold to judge."""
    return [
        (child, found)
        for child, column in _HANGING.get(table, ())
        for found in store.query(f'SELECT id, _commit FROM "{child}" WHERE "{column}" = ? AND void IS NULL', (row,))
    ]


def attachments(store: Store, owner: RowId) -> list[Row]:
    """The live attachments of a row, in the order they were made."""
    return store.query("SELECT * FROM attachment WHERE owner_row = ? AND void IS NULL ORDER BY id", (owner,))


def attachments_ever(store: Store, owner: RowId) -> list[Row]:
    """All attachments a row ever had, void ones too."""
    return store.query("SELECT * FROM attachment WHERE owner_row = ? ORDER BY id", (owner,))


def rows_ever(store: Store, table: str, column: str, row: RowId) -> list[Row]:
    """All rows of a table that ever pointed at a row by a column, void ones too, in the order they were made."""
    return store.query(f'SELECT * FROM "{table}" WHERE "{column}" = ? ORDER BY _commit, id', (row,))


def notices(store: Store, institution: RowId | None = None) -> list[Row]:
    """All notices, void ones too, newest first, with home and service."""
    return store.query(
        """
        SELECT n.*, i.id AS institution, i.name AS institution_name,
          (SELECT count(*) FROM notice_item x WHERE x.notice = n.id) AS items,
          (SELECT max(served_at) FROM service v WHERE v.notice = n.id AND v.void IS NULL) AS served_at
        FROM notice n LEFT JOIN home_of h ON h.institution = n.institution
        LEFT JOIN institution i ON i.id = coalesce(h.home, n.institution) WHERE (? IS NULL OR i.id = ?)
        ORDER BY n.year DESC, n.serial DESC, n.id DESC""",
        (institution, institution),
    )


def notice_items(store: Store, notice: RowId) -> list[Row]:
    """The items of a notice in printed order."""
    return store.query(
        """SELECT t.*, x.position FROM notice_item x JOIN item t ON t.id = x.item
        WHERE x.notice = ? ORDER BY x.position""",
        (notice,),
    )


# What carries a number of a kind: the papers, and the notices and services that older programs issued without one.
_NUMBERED = """SELECT id, year, serial, provisional, number, void FROM paper WHERE kind = :kind
    UNION ALL SELECT id, year, serial, provisional, number, void FROM notice WHERE kind = :kind
    UNION ALL SELECT id, year, serial, provisional, number, void FROM service WHERE :kind = 'service'"""


def used_serials(store: Store, kind: str, year: int, device: int) -> set[int]:
    """The numbers of a kind and year this device has used (issued or void)."""
    sql = f"SELECT DISTINCT serial FROM ({_NUMBERED}) WHERE year = :year AND id >> 40 = :device AND provisional = 0"
    return {row["serial"] for row in store.query(sql, {"kind": kind, "year": year, "device": device})}


def object_owners(store: Store) -> list[tuple[str, str]]:
    """(object name, sha256 of its content) of every attachment, void ones too."""
    return [(row["object"], row["sha256"]) for row in store.query("SELECT object, sha256 FROM attachment ORDER BY id")]


def latest_signatures(store: Store, inspection: RowId) -> dict[str, Row]:
    """party -> the latest signature on an inspection."""
    return {
        row["party"]: row
        for row in store.query("SELECT * FROM signature WHERE inspection = ? AND void IS NULL ORDER BY _hlc, id", (inspection,))
    }


def notice_by(store: Store, wanted: str) -> Row | None:
    """A notice, void or not, by printed number or id."""
    rows = store.query(
        "SELECT * FROM notice WHERE number IN (?, ?) OR cast(id AS text) = ? ORDER BY void IS NOT NULL, id",
        (wanted, wanted.translate(_BRACKETS), wanted),
    )
    return rows[0] if rows else None


def newest_seen(store: Store) -> tuple[int, int]:
    """(device, clock) of the newest act this workspace holds, its own or received; (0, 0) when it holds none."""
    newest = store.query(
        """SELECT device, max(hlc) AS hlc FROM (SELECT id >> 40 AS device, max(hlc) AS hlc FROM log GROUP BY 1
        UNION ALL SELECT device, max(max_hlc) FROM segment GROUP BY device)"""
    )[0]
    return newest["device"] or 0, newest["hlc"] or 0


def provisional_numbers(store: Store, kind: str) -> int:
    """How many provisional numbers of a kind there are, of void papers too."""
    sql = f"SELECT count(DISTINCT number) AS n FROM ({_NUMBERED}) WHERE provisional = 1"
    return int(store.query(sql, {"kind": kind})[0]["n"])


def inspections_numbered(store: Store, prefix: str) -> int:
    """How many inspections have a number that begins so (2026-1-), void ones too."""
    return int(store.query("SELECT count(*) AS n FROM inspection WHERE number LIKE ? || '%'", (prefix,))[0]["n"])


def numbers_taken(store: Store, kind: str, year: int, first: int, last: int) -> tuple[int, int]:
    """(all, void) numbers of a kind and year used within first..last; one is void when everything that carries it is."""
    sql = f"""SELECT min(void IS NOT NULL) AS void FROM ({_NUMBERED})
        WHERE year = :year AND serial BETWEEN :first AND :last AND provisional = 0 GROUP BY serial"""
    rows = store.query(sql, {"kind": kind, "year": year, "first": first, "last": last})
    return len(rows), sum(row["void"] for row in rows)


def papers(store: Store, institution: RowId | None = None) -> list[Row]:
    """All issued papers, void and corrected ones too, newest first, with the home and the version that replaces each."""
    return store.query(
        """
        SELECT p.*, i.id AS institution, i.name AS institution_name,
          (SELECT max(x.version) FROM paper x WHERE x.number = p.number AND x.kind = p.kind AND x.version > p.version
             AND x.void IS NULL AND coalesce(json_extract(x.asked_json, '$.lang'), 'zh')
               = coalesce(json_extract(p.asked_json, '$.lang'), 'zh')) AS replaced_by
        FROM paper p LEFT JOIN home_of h ON h.institution = p.institution
        LEFT JOIN institution i ON i.id = coalesce(h.home, p.institution) WHERE (? IS NULL OR i.id = ?)
        ORDER BY p.issued_on DESC, p.id DESC""",
        (institution, institution),
    )


def papers_of(store: Store, kind: str, notice: RowId | None = None, service: RowId | None = None) -> list[Row]:
    """The versions of the paper of a notice or of a service, void ones too, the newest first."""
    return store.query(
        """SELECT * FROM paper WHERE kind = ? AND (? IS NULL OR notice = ?) AND (? IS NULL OR service = ?)
        ORDER BY version DESC, id DESC""",
        (kind, notice, notice, service, service),
    )


def papers_called(store: Store, wanted: str) -> list[Row]:
    """The papers, void or not, with this printed number, or the one of this id; the newest version of each kind first."""
    return store.query(
        "SELECT * FROM paper WHERE number IN (?, ?) OR cast(id AS text) = ? ORDER BY kind, version DESC, void IS NOT NULL, id DESC",
        (wanted, wanted.translate(_BRACKETS), wanted),
    )


def papers_with_facts(store: Store, sha256_head: str) -> list[Row]:
    """The papers whose facts' hash begins so (lower case), the newest first."""
    return store.query(
        "SELECT * FROM paper WHERE facts_sha256 >= ? AND facts_sha256 < ? || 'g' ORDER BY id DESC", (sha256_head, sha256_head)
    )


def wordings_ever(store: Store, kind: str, lang: str) -> list[Row]:
    """All words an office ever had for a kind of paper, void ones too, the newest first."""
    return store.query("SELECT * FROM wording WHERE kind = ? AND lang = ? ORDER BY _hlc DESC, id DESC", (kind, lang))


def issued_files(store: Store, sha256: str) -> list[Row]:
    """The issued papers' files with these very bytes: attachments of kind "paper"."""
    return store.query("SELECT * FROM attachment WHERE sha256 = ? AND kind = 'paper' ORDER BY id", (sha256,))


def counts(store: Store) -> Row:
    """The city's figures: found = open + cleared + each other end; exits and wells from reinspection facts."""
    row = store.query("""SELECT count(*) AS found,
        coalesce(sum(state IN ('found','ordered','in_progress','submitted','passed')), 0) AS open,
        coalesce(sum(state = 'cleared'), 0) AS cleared, coalesce(sum(state = 'equivalent'), 0) AS equivalent,
        coalesce(sum(state = 'disproved'), 0) AS disproved,
        coalesce(sum(state = 'ended_with_institution'), 0) AS ended_with_institution,
        coalesce(sum(exits), 0) AS exits, coalesce(sum(json_array_length(wells_json)), 0) AS wells FROM item_state""")[0]
    return row


def states(store: Store) -> dict[str, int]:
    """Item state -> how many."""
    return {row["state"]: row["n"] for row in store.query("SELECT state, count(*) AS n FROM item_state GROUP BY state")}
