"""Admission: who may write what, by which verb, in which scope, while the certificate holds."""

from dataclasses import replace

import pytest

from fieldaudit.domain.core import HLC_SHIFT, Certificate, Change, Commit, make_id
from fieldaudit.domain.numbers import DOCUMENT_KINDS
from fieldaudit.domain.rights import VERBS, acting_role, admit, label
from fieldaudit.domain.tables import COMMON_TABLES, INSERT_ONLY, TABLES
from fieldaudit.domain.terms import ROLES

DEVICE, SCOPE = 3, 5
PEOPLE = {"inspector": 11, "supervisor": 21, "admin": 31}
FROM, TO = 1_000_000, 2_000_000
CERT = Certificate(DEVICE, 1, "laptop", b"s" * 32, b"r" * 32,
                   tuple(sorted((person, role) for role, person in PEOPLE.items())), (0, SCOPE), FROM, TO)
OFFICERS, SUPERVISOR, ADMIN = {"inspector", "supervisor"}, {"supervisor"}, {"admin"}
EVERYONE = {"inspector", "supervisor", "admin"}
UNDOABLE = {"institution", "inspection", "answer", "attachment", "annotation", "item", "item_question", "event"}

# The law of who may write what, written out a second time.
LAW = {
    "bureau.create": (ADMIN, {"bureau", "district", "person", "law", "form", "number_pattern"}),
    "person.add": (ADMIN, {"person"}),
    "person.edit": (ADMIN, {"person"}),
    "form.publish": (ADMIN, {"form"}),
    "numbers.lease": (ADMIN, {"number_lease"}),
    "register.import": (EVERYONE, {"institution"}),
    "register.edit": (EVERYONE, {"institution"}),
    "inspection.begin": (OFFICERS, {"inspection"}),
    "inspection.answer": (OFFICERS, {"answer", "item", "item_question"}),
    "inspection.upgrade": (OFFICERS, {"inspection", "answer", "item", "item_question"}),
    "inspection.attach": (OFFICERS, {"attachment"}),
    "inspection.fix": (OFFICERS, {"event", "attachment", "item"}),
    "inspection.sign": (OFFICERS, {"signature", "attachment"}),
    "inspection.finish": (OFFICERS, {"inspection_event", "attachment"}),
    "inspection.amend": (OFFICERS, {"inspection_event"}),
    "review.approve": (SUPERVISOR, {"inspection_event"}),
    "review.return": (SUPERVISOR, {"inspection_event", "remark"}),
    "item.edit": (OFFICERS, {"item"}),
    "item.grade": (OFFICERS, {"item"}),
    "item.join": (OFFICERS, {"item", "item_question"}),
    "item.submit": (OFFICERS, {"event", "attachment"}),
    "item.extend": (OFFICERS, {"event"}),
    "item.grant": (SUPERVISOR, {"event"}),
    "item.reinspect": (OFFICERS, {"event", "attachment"}),
    "item.clear": (OFFICERS, {"event"}),
    "item.end": (SUPERVISOR, {"event"}),
    "item.mark": (SUPERVISOR, {"event"}),
    "notice.issue": (OFFICERS, {"notice", "notice_item", "event", "attachment", "paper"}),
    "notice.void": (OFFICERS, {"notice", "event"}),
    "notice.serve": (OFFICERS, {"service", "event", "attachment", "paper"}),
    "paper.issue": (OFFICERS, {"paper", "attachment"}),
    "paper.refer": (SUPERVISOR, {"paper", "attachment"}),
    "wording.set": (ADMIN, {"wording"}),
    "evidence.annotate": (OFFICERS, {"annotation"}),
    "register.merge": (EVERYONE, {"institution"}),
}
KINDS_OF = {"notice.issue": "notice", "notice.serve": "service", "paper.issue": "clearing", "paper.refer": "referral"}
TAKE_BACK = ("act.undo", "act.redo")


def commit(verb, *changes, author=PEOPLE["inspector"], scope=SCOPE, ms=1_500_000, device=DEVICE):
    return Commit(make_id(device, 1), ms << HLC_SHIFT, ms, ms, author, scope, verb, changes)


def new(table, **cells):
    return Change(table, make_id(DEVICE, 9), cells, new=True)


def made_by(verb, table):
    """A new row as the verb makes it: a paper says of which kind it is."""
    return new(table, kind=KINDS_OF.get(verb)) if table == "paper" else new(table)


def edit(table, **cells):
    return Change(table, make_id(DEVICE, 9), cells)


def scope_of(table):
    return 0 if table in COMMON_TABLES else SCOPE


def test_the_verbs_are_these_and_settling():
    assert set(VERBS) == {*LAW, *TAKE_BACK, "conflict.settle"}


@pytest.mark.parametrize("verb", sorted(LAW))
def test_a_verb_writes_its_own_tables_for_its_own_roles_and_no_others(verb):
    roles, tables = LAW[verb]
    for role in ROLES:
        for table in TABLES:
            refusal = admit(commit(verb, made_by(verb, table), author=PEOPLE[role], scope=scope_of(table)), CERT)
            assert (refusal is None) == (role in roles and table in tables), (role, table)


@pytest.mark.parametrize("verb", sorted(KINDS_OF))
def test_a_letter_of_referral_is_issued_by_a_supervisor_under_its_own_verb_only(verb):
    supervisor = PEOPLE["supervisor"]
    for kind in (*DOCUMENT_KINDS, "report", "record", "anything", None):
        said = admit(commit(verb, new("paper", kind=kind), author=supervisor), CERT)
        allowed = kind == "referral" if verb == "paper.refer" else kind not in ("referral", "anything", None)
        if verb in ("notice.issue", "notice.serve"):
            allowed = kind == KINDS_OF[verb]
        assert (said is None) == allowed, kind


@pytest.mark.parametrize("verb", TAKE_BACK)
@pytest.mark.parametrize("role", sorted(ROLES))
def test_undoing_adds_no_row_but_a_retraction_and_an_administrator_undoes_the_register_only(verb, role):
    retraction = Change("event", make_id(DEVICE, 9), {"kind": "retracted"}, new=True)
    clearing = Change("event", make_id(DEVICE, 9), {"kind": "cleared"}, new=True)
    for table in TABLES:
        made, voided = (commit(verb, change, author=PEOPLE[role], scope=scope_of(table))
                        for change in (new(table), edit(table, void="撤销")))
        assert admit(made, CERT) is not None, table
        may = table == "institution" or (role != "admin" and table in UNDOABLE - {"event"})
        assert (admit(voided, CERT) is None) == may, table
    assert (admit(commit(verb, retraction, author=PEOPLE[role]), CERT) is None) == (role != "admin")
    assert admit(commit(verb, clearing, author=PEOPLE[role]), CERT) is not None


@pytest.mark.parametrize("verb", sorted(LAW))
def test_a_verb_is_common_exactly_when_its_tables_are(verb):
    assert VERBS[verb].common == (VERBS[verb].tables <= COMMON_TABLES)
    assert VERBS[verb].tables <= COMMON_TABLES or not VERBS[verb].tables & COMMON_TABLES


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_table_lives_in_its_own_kind_of_scope_only(table):
    verb = next(v for v, (_, tables) in LAW.items() if table in tables)
    author = PEOPLE[next(iter(LAW[verb][0] & {"supervisor"} or {"admin"}))]
    wrong = SCOPE if table in COMMON_TABLES else 0
    assert admit(commit(verb, made_by(verb, table), author=author, scope=scope_of(table)), CERT) is None
    assert table in admit(commit(verb, made_by(verb, table), author=author, scope=wrong), CERT).zh


@pytest.mark.parametrize("table", sorted(TABLES))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_conflicts_are_settled_by_officers_and_in_the_common_scope_by_an_administrator(table, role):
    settled = commit("conflict.settle", edit(table, void="重复"), author=PEOPLE[role], scope=scope_of(table))
    may = table not in ("event", "inspection_event") and (role == "admin" or table not in COMMON_TABLES)
    assert (admit(settled, CERT) is None) == may


def test_settling_a_conflict_adds_no_row():
    assert admit(commit("conflict.settle", edit("item", place="二层")), CERT) is None
    assert "新增" in admit(commit("conflict.settle", new("item")), CERT).zh


@pytest.mark.parametrize("table", sorted(INSERT_ONLY - COMMON_TABLES))
def test_what_is_only_ever_added_is_never_edited(table):
    verb = next(v for v, (_, tables) in LAW.items() if table in tables)
    author = PEOPLE["supervisor"]
    column = next(iter(TABLES[table]))
    assert table in admit(commit(verb, edit(table, **{column: 1}), author=author), CERT).zh
    assert table in admit(commit(verb, edit(table, **{column: 1, "void": "x"}), author=author), CERT).zh
    voided = admit(commit(verb, edit(table, void="作废"), author=author), CERT)
    assert (voided is None) == (table not in ("event", "inspection_event"))


def test_one_forbidden_change_keeps_the_whole_commit_out():
    assert admit(commit("item.submit", new("event"), new("attachment")), CERT) is None
    assert "person" in admit(commit("item.submit", new("event"), new("person")), CERT).zh


GOOD = commit("item.submit", new("event"))


@pytest.mark.parametrize(("bad", "certificate", "said"), [
    (GOOD, None, "没有证书"),
    (replace(GOOD, id=make_id(4, 1)), CERT, "设备 4"),
    (replace(GOOD, hlc=(FROM - 1) << HLC_SHIFT), CERT, "有效期"),
    (replace(GOOD, hlc=(TO + 1) << HLC_SHIFT), CERT, "有效期"),
    (replace(GOOD, scope=6), CERT, "范围 6"),
    (replace(GOOD, author=99), CERT, "没有列出"),
    (replace(GOOD, author=PEOPLE["admin"]), CERT, "申请复查"),
    (replace(GOOD, verb="item.forget"), CERT, "item.forget"),
])
def test_what_is_not_admitted_is_told_why(bad, certificate, said):
    assert admit(GOOD, CERT) is None
    assert said in admit(bad, certificate).zh


@pytest.mark.parametrize("ms", [FROM, TO])
def test_a_certificate_holds_on_its_first_and_last_moment(ms):
    assert admit(replace(GOOD, hlc=ms << HLC_SHIFT), CERT) is None


def test_a_person_with_two_roles_acts_in_the_one_the_verb_takes():
    both = replace(CERT, people=((11, "admin"), (11, "inspector"), (21, "inspector"), (21, "supervisor")))
    assert acting_role(commit("item.submit"), both) == "inspector"
    assert acting_role(commit("person.add", scope=0), both) == "admin"
    assert acting_role(commit("item.clear", author=21), both) == "supervisor"
    assert acting_role(commit("item.grant"), both) is None
    assert acting_role(commit("no.such"), both) is None
    assert acting_role(commit("conflict.settle", scope=0), both) == "admin"
    assert acting_role(commit("conflict.settle"), both) == "inspector"
    assert acting_role(commit("conflict.settle", scope=0, author=21), both) is None


def test_every_verb_has_words_for_the_history():
    for verb in VERBS:
        assert label(verb).zh != verb and label(verb).en
    assert str(label("item.clear")) == "销号"
    assert str(label("item.newer")) == "item.newer"
