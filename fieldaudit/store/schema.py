"""The tables of a workspace: made from `domain.tables`, plus the log's and the projections' own.

Every table of facts has beside its columns: `void` (reason; NULL = live), `_commit` (the commit that made the
row), `_scope` (the scope it was made in, for ever), `_last` and `_hlc` (the greatest commit that touched it and its
clock) and, except `answer` (the one table with very many rows), `_by` and `_at` (author and observed time of the
making commit).
"""

from __future__ import annotations

import re
from typing import Any

import sqlcipher3

from ..domain.tables import TABLES
from ..errors import MachineError
from ..i18n import tr
from .connection import transaction

SCHEMA_VERSION = 4  # PRAGMA user_version; a greater one is refused, a smaller one migrated

PLAIN_TABLES = frozenset({"answer"})  # without _by and _at

# What cannot be made again: the log, what says who may write it, and this workspace's own state.
_KEPT = """
CREATE TABLE IF NOT EXISTS log(id INTEGER PRIMARY KEY, hlc INTEGER NOT NULL, scope INTEGER NOT NULL, rows INTEGER NOT NULL,
    body BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS segment(scope INTEGER NOT NULL, device INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, max_hlc INTEGER, chain BLOB NOT NULL,
    applied INTEGER NOT NULL, object BLOB NOT NULL, PRIMARY KEY(scope, device, ordinal)) STRICT;
CREATE INDEX IF NOT EXISTS segment_commits ON segment(device, first);
CREATE TABLE IF NOT EXISTS fork(scope INTEGER NOT NULL, device INTEGER NOT NULL, ordinal INTEGER NOT NULL, object BLOB NOT NULL,
    PRIMARY KEY(scope, device, ordinal)) STRICT;
CREATE TABLE IF NOT EXISTS stray(cid INTEGER NOT NULL, hlc INTEGER NOT NULL, scope INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY(cid, hlc)) STRICT;
CREATE TABLE IF NOT EXISTS certificate(device INTEGER NOT NULL, serial INTEGER NOT NULL, object BLOB NOT NULL,
    PRIMARY KEY(device, serial)) STRICT;
CREATE TABLE IF NOT EXISTS scope_key(scope INTEGER NOT NULL, epoch INTEGER NOT NULL, key BLOB NOT NULL,
    PRIMARY KEY(scope, epoch)) STRICT;
CREATE TABLE IF NOT EXISTS key_object(name TEXT PRIMARY KEY, object BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS local(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pin(person INTEGER PRIMARY KEY, salt BLOB NOT NULL, digest BLOB NOT NULL,
    failures INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS carrier(id TEXT PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL, last_sync INTEGER NOT NULL,
    proof_json TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS handed(carrier TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(carrier, name)) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS receipt(device INTEGER PRIMARY KEY, number INTEGER NOT NULL, object BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS known(scope INTEGER NOT NULL, device INTEGER NOT NULL, of_device INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, PRIMARY KEY(scope, device, of_device)) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS hub_receipt(id INTEGER PRIMARY KEY, hub INTEGER NOT NULL, at INTEGER NOT NULL,
    object BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS stored(hub INTEGER NOT NULL, name TEXT NOT NULL, receipt INTEGER,
    PRIMARY KEY(hub, name)) WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS stored_unconfirmed ON stored(hub, name) WHERE receipt IS NULL;
CREATE TABLE IF NOT EXISTS arrival(n INTEGER PRIMARY KEY AUTOINCREMENT, attachment INTEGER NOT NULL UNIQUE) STRICT;
CREATE TABLE IF NOT EXISTS lacking(carrier TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(carrier, name)) WITHOUT ROWID, STRICT;
"""
# What follows from it, but for the tables of facts themselves. A forger may use one number for two rows, in two tables, or for
# two acts, in two scopes: so cells are told apart by their table too, and acts that are held back by their scope.
_REMADE = """
CREATE TABLE head(row INTEGER NOT NULL, col TEXT NOT NULL, cid INTEGER NOT NULL, hlc INTEGER NOT NULL, tbl TEXT NOT NULL,
    val, PRIMARY KEY(row, col, cid, tbl)) WITHOUT ROWID;
CREATE TABLE gone(row INTEGER NOT NULL, col TEXT NOT NULL, cid INTEGER NOT NULL, hlc INTEGER NOT NULL, tbl TEXT NOT NULL,
    PRIMARY KEY(row, col, cid, tbl)) WITHOUT ROWID;
CREATE TABLE parked(cid INTEGER NOT NULL, scope INTEGER NOT NULL, row INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY(cid, scope)) STRICT;
CREATE TABLE quarantine(cid INTEGER NOT NULL, scope INTEGER NOT NULL, hlc INTEGER NOT NULL, author INTEGER NOT NULL,
    verb TEXT NOT NULL, reason_zh TEXT NOT NULL, reason_en TEXT NOT NULL, PRIMARY KEY(cid, scope)) STRICT;
CREATE TABLE claim(tbl TEXT NOT NULL, row INTEGER NOT NULL, cid INTEGER NOT NULL, scope INTEGER NOT NULL,
    PRIMARY KEY(tbl, row, cid, scope)) WITHOUT ROWID, STRICT;
CREATE TABLE twice(tbl TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY(tbl, row)) WITHOUT ROWID, STRICT;
CREATE TABLE conflict(row INTEGER NOT NULL, col TEXT NOT NULL, tbl TEXT NOT NULL, PRIMARY KEY(row, col, tbl)) WITHOUT ROWID, STRICT;
CREATE TABLE item_state(item INTEGER PRIMARY KEY, institution INTEGER, state TEXT NOT NULL, due TEXT, served_on TEXT,
    notice INTEGER, failures INTEGER NOT NULL, ended_by TEXT, cleared_on TEXT, extended INTEGER NOT NULL,
    extension_asked TEXT, escalated INTEGER NOT NULL, referred INTEGER NOT NULL, no_access INTEGER NOT NULL,
    fixed_on_spot INTEGER NOT NULL, exits INTEGER NOT NULL, wells_json TEXT NOT NULL, reinspected_by INTEGER,
    ignored_json TEXT NOT NULL, last_hlc INTEGER NOT NULL) STRICT;
CREATE INDEX item_state_state ON item_state(state, due);
CREATE INDEX item_state_institution ON item_state(institution);
CREATE TABLE inspection_state(inspection INTEGER PRIMARY KEY, institution INTEGER, state TEXT NOT NULL,
    finished_at INTEGER, approved_by INTEGER, returns INTEGER NOT NULL, record_sha256 TEXT, ignored_json TEXT NOT NULL,
    last_hlc INTEGER NOT NULL) STRICT;
CREATE INDEX inspection_state_institution ON inspection_state(institution);
CREATE TABLE home_of(institution INTEGER PRIMARY KEY, home INTEGER NOT NULL) STRICT;
CREATE INDEX home_of_home ON home_of(home);
CREATE INDEX institution_merged ON institution(merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX notice_institution ON notice(institution);
CREATE INDEX answer_inspection ON answer(inspection, path);
CREATE INDEX attachment_owner ON attachment(owner_row);
CREATE INDEX attachment_sha ON attachment(sha256);
CREATE INDEX annotation_attachment ON annotation(attachment);
CREATE INDEX signature_inspection ON signature(inspection);
CREATE INDEX inspection_event_inspection ON inspection_event(inspection);
CREATE INDEX inspection_institution ON inspection(institution);
CREATE INDEX item_institution ON item(institution);
CREATE INDEX item_inspection ON item(inspection);
CREATE INDEX item_recurrence ON item(recurrence_of) WHERE recurrence_of IS NOT NULL;
CREATE INDEX item_question_item ON item_question(item);
CREATE INDEX item_question_inspection ON item_question(inspection, path);
CREATE INDEX event_item ON event(item);
CREATE INDEX notice_item_notice ON notice_item(notice);
CREATE INDEX service_notice ON service(notice);
CREATE INDEX paper_number ON paper(number);
CREATE INDEX paper_replaces ON paper(replaces_row);
CREATE INDEX paper_facts ON paper(facts_sha256);
CREATE INDEX paper_institution ON paper(institution);
CREATE INDEX paper_notice ON paper(notice) WHERE notice IS NOT NULL;
"""

# Attachments in the order in which they came into the tables (again after each rebuild), for a sync that looks at new ones only.
_RENUMBERED = """BEGIN DELETE FROM arrival WHERE attachment = NEW.id; INSERT INTO arrival(attachment) VALUES(NEW.id); END"""
_TRIGGERS = (
    f"CREATE TRIGGER attachment_came AFTER INSERT ON attachment WHEN NEW.object IS NOT NULL {_RENUMBERED}",
    f"CREATE TRIGGER attachment_named AFTER UPDATE OF object ON attachment WHEN NEW.object IS NOT NULL {_RENUMBERED}",
)

# Full-text tables, one for each kind of row that can be searched; they hold words only (`searchable`), no text.
SEARCHED = ("institution", "person", "notice", "inspection", "item")
_WORDS = "name, code, other, initials, content='', contentless_delete=1, tokenize='unicode61', prefix='2 3 4 5'"
_REMADE += "".join(f"CREATE VIRTUAL TABLE search_{kind} USING fts5({_WORDS});" for kind in SEARCHED)

KEPT = tuple(re.findall(r"TABLE IF NOT EXISTS (\w+)", _KEPT))
# Remade by rebuild: everything that follows from the log and the certificates.
_HELD_BACK = ("parked", "quarantine", "claim", "twice")
DERIVED = (*TABLES, "head", "gone", *_HELD_BACK, "conflict", "home_of", "item_state", "inspection_state")
# Neither DERIVED nor compared are the full-text tables: what they find is read from the facts and decides nothing.
# Compared by verify: all of them but `gone` (it may keep names of commits that never wrote that cell).
COMPARED = tuple(table for table in DERIVED if table != "gone")

_TYPES: dict[str, Any] = {"text": str, "int": int, "real": float}


def bookkeeping(table: str) -> tuple[str, ...]:
    """The store's own columns of a table of facts, in order."""
    always = ("_commit", "_last", "_hlc", "_scope")
    return always if table in PLAIN_TABLES else (*always, "_by", "_at")


# table -> column name -> type of its cells, `void` last.
FACT_COLUMNS = {table: {**columns, "void": "text"} for table, columns in TABLES.items()}


def make(connection: sqlcipher3.Connection) -> None:
    """Create everything in an empty database, in one transaction."""
    with transaction(connection):
        make_kept(connection)
        make_derived(connection)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def make_kept(connection: sqlcipher3.Connection) -> None:
    """Create what is not there yet of the log's tables; the caller holds the transaction."""
    _run(connection, _KEPT)


def make_derived(connection: sqlcipher3.Connection) -> None:
    """Create the tables of facts and the projections, empty; the caller holds the transaction."""
    from sqlite_utils import Database  # only a new or rebuilt workspace needs it

    database = Database(connection)
    for table in TABLES:
        columns = {
            "id": int,
            **{name: _TYPES[kind] for name, kind in FACT_COLUMNS[table].items()},
            **{name: int for name in bookkeeping(table)},
        }
        connection.execute(database.create_table_sql(table, columns, pk="id", strict=True))
    _run(connection, _REMADE)
    for trigger in _TRIGGERS:
        connection.execute(trigger)


def empty_derived(connection: sqlcipher3.Connection) -> None:
    """Take every row out of the tables that rebuild remakes; the caller holds the transaction."""
    for table in DERIVED:
        connection.execute(f'DELETE FROM "{table}"')
    for kind in SEARCHED:
        connection.execute(f"INSERT INTO search_{kind}(search_{kind}) VALUES('delete-all')")


def drop_derived(connection: sqlcipher3.Connection) -> None:
    """Drop every table that is not the log's, whatever version made it; the caller holds the transaction."""
    while True:  # a virtual table takes its shadow tables along, so it goes first
        found = connection.execute(
            f"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
            f"AND name NOT IN ({','.join('?' * len(KEPT))}) ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, name LIMIT 1",
            KEPT,
        ).fetchone()
        if found is None:
            return
        connection.execute(f'DROP TABLE "{found[0]}"')


def _run(connection: sqlcipher3.Connection, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            connection.execute(statement)


def prepare(connection: sqlcipher3.Connection, where: str) -> int:
    """Make the schema of an empty database; refuse one written by a newer program. Gives the version found.

    One smaller than SCHEMA_VERSION is still to be migrated (`store.migrate`).
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version == 0:
        make(connection)
        return SCHEMA_VERSION
    if version > SCHEMA_VERSION:
        raise MachineError(
            tr(
                f"数据库由更新版本的程序写成（格式 {version}，本程序识别到 {SCHEMA_VERSION}）",
                f"the database was written by a newer version (format {version}, this program knows {SCHEMA_VERSION})",
            ),
            where=where,
            todo=tr("请安装新版本的 fieldaudit。", "Install the newer fieldaudit."),
        )
    return version
