"""Row by row: every function of the form specification and of ODK's documentation, each with at least two results."""

from __future__ import annotations

import base64
import math
from datetime import datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from raw_forms import begun, control, xform
from sample_forms import NOW

from fieldaudit.xform import Record

cites = pytest.mark.cites

ITEMS = "".join(f"<item><label ref=\"jr:itext('{name}')\"/><value>{name}</value></item>" for name in "abc")
TEXTS = (
    "<itext>"
    + "".join(
        f'<translation lang="{language}">'
        + "".join(f'<text id="{name}"><value>{word} {name.upper()}</value></text>' for name in "abc")
        + "</translation>"
        for language, word in (("English (en)", "Choice"), ("中文 (zh)", "选项"))
    )
    + "</itext>"
)
DATA = (
    '<instance id="towns"><root><item><code>1</code><name>Ham</name></item>'
    "<item><code>2</code><name>Ulm</name></item></root></instance>"
    '<bind nodeset="/data/one" type="select1"/><bind nodeset="/data/many" type="select"/>'
)
INSTANCE = (
    "<one>b</one><many>c a</many><four>4</four><blank/><words>  two  words </words>"
    "<p><n>3</n><q><m>31</m></q><q><m>32</m></q></p>"
    "<p><n/><q><m>41</m><r><k>411</k></r><r><k>412</k></r></q></p><p><n>7</n><q><m>51</m></q></p>"
    "<spot>0 0 0 0</spot><spot>0 1 0 0</spot><spot>1 1 0 0</spot>"
)
BODY = (
    control("one", "select1", ITEMS)
    + control("many", "select", ITEMS)
    + (
        '<group ref="/data/p"><repeat nodeset="/data/p"><input ref="n"><label>N</label></input>'
        '<group ref="q"><repeat nodeset="/data/p/q">'
        '<input ref="/data/p/q/m"><label>M</label></input><group ref="/data/p/q/r"><repeat nodeset="/data/p/q/r">'
        '<input ref="/data/p/q/r/k"><label>K</label></input></repeat></group></repeat></group></repeat></group>'
        '<repeat nodeset="/data/spot"/>'
    )
)


def record(**others: object) -> Record:
    return begun(xform(INSTANCE, TEXTS + DATA, BODY), **others)


# expression, value, ids (fn: is left out)
ROWS: list[tuple[str, object, str]] = [
    ("string(/data/four)", "4", "string"),
    ("string(1.50)", "1.5", "string"),
    ("concat('only')", "only", "concat"),
    ("concat(/data/p/n, '-', 1 + 1)", "37-2", "concat"),
    ("concat('', '')", "", "concat"),
    ("join(', ', /data/p/n)", "3, , 7", "join"),
    ("join('-', 'a', /data/p/n, 5)", "a-3--7-5", "join"),
    ("join('-')", "", "join"),
    ("substr('hello', 0, 2)", "he", "substr"),
    ("substr('hello', 2)", "llo", "substr"),
    ("substr('hello', 1, 99)", "ello", "substr"),
    ("substr('hello', 5)", "", "substr"),
    ("substring-before('1999/04/01', '/')", "1999", "substring-before"),
    ("substring-before('abc', 'x')", "", "substring-before"),
    ("substring-before('abc', 'c')", "ab", "substring-before"),
    ("substring-after('1999/04/01', '/')", "04/01", "substring-after"),
    ("substring-after('abc', 'x')", "", "substring-after"),
    ("substring-after('abc', '')", "abc", "substring-after"),
    ("string-length('')", 0, "string-length"),
    ("string-length('你好 x')", 4, "string-length"),
    ("string-length('  two ')", 6, "string-length"),
    ("normalize-space(/data/words)", "two words", "normalize-space"),
    ("normalize-space(' ')", "", "normalize-space"),
    ("contains('abc', 'bc')", True, "contains"),
    ("contains('abc', 'cb')", False, "contains"),
    ("contains('abc', '')", True, "contains"),
    ("starts-with('abc', 'ab')", True, "starts-with"),
    ("starts-with('abc', 'b')", False, "starts-with"),
    ("ends-with('abc', 'bc')", True, "ends-with"),
    ("ends-with('abc', 'ab')", False, "ends-with"),
    ("ends-with('abc', '')", True, "ends-with"),
    ("string-length(uuid(8))", 8, "uuid"),
    ("string-length(uuid(32))", 32, "uuid"),
    ("regex(uuid(), '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')", True, "uuid"),
    ("digest('', 'MD5', 'hex')", "d41d8cd98f00b204e9800998ecf8427e", "digest"),
    ("digest('', 'MD5')", "1B2M2Y8AsgTpgAmY7PhCfg==", "digest"),
    ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d", "digest"),
    ("digest('abc', 'SHA-256', 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "digest"),
    ("substr(digest('abc', 'SHA-384', 'hex'), 0, 12)", "cb00753f45a3", "digest"),
    ("substr(digest('abc', 'SHA-512', 'hex'), 0, 12)", "ddaf35a19361", "digest"),
    ("string-length(digest('abc', 'SHA-512', 'base64'))", 88, "digest"),
    ("pulldata('towns', 'name', 'code', 2)", "Ulm", "pulldata"),
    ("pulldata('towns', 'code', 'name', 'Ham')", "1", "pulldata"),
    ("pulldata('towns', 'name', 'code', 9)", "", "pulldata"),
    ("base64-decode('SGVsbG8=')", "Hello", "base64-decode"),
    ("base64-decode('5L2g5aW9')", "你好", "base64-decode"),
    ("if(1 = 2, 'yes', 5)", 5, "if"),
    ("if(/data/four > 3, 'yes', 5)", "yes", "if"),
    ("count(if(true(), /data/p, /data/one))", 3, "if"),
    ("coalesce('', 'b')", "b", "coalesce"),
    ("coalesce(/data/four, 'b')", "4", "coalesce"),
    ("coalesce(/data/blank, /data/nothing)", "", "coalesce"),
    ("coalesce('', '', 'c')", "c", "odk:coalesce-many coalesce"),
    ("true()", True, "true"),
    ("true() = false()", False, "true false"),
    ("false()", False, "false"),
    ("boolean('x')", True, "boolean"),
    ("boolean(0)", False, "boolean"),
    ("boolean-from-string('true')", True, "boolean-from-string"),
    ("boolean-from-string(1)", True, "boolean-from-string"),
    ("boolean-from-string('True')", False, "boolean-from-string"),
    ("boolean-from-string('yes')", False, "boolean-from-string"),
    ("boolean-from-string('')", False, "boolean-from-string"),
    ("not(1)", False, "not"),
    ("not('')", True, "not"),
    ("regex('12a', '[0-9]+')", True, "regex"),
    ("regex('12a', '^[0-9]+$')", False, "regex"),
    ("regex('', '^$')", True, "regex"),
    ("checklist(2, 3, 1, 0, 1, 1)", True, "checklist"),
    ("checklist(2, 3, 1, 0, 0)", False, "checklist"),
    ("checklist(-1, 1, 1, 1)", False, "checklist"),
    ("checklist(-1, -1, 0)", True, "checklist"),
    ("checklist(2, -1, 1, 1, 1, 1)", True, "checklist"),
    ("checklist(2, 2, 'yes', 'no', 'yes')", True, "checklist odk:checklist-yes"),
    ("checklist(1, 1, 'no', '')", False, "checklist odk:checklist-yes"),
    ("weighted-checklist(3, 5, 1, 3, 0, 9)", True, "weighted-checklist"),
    ("weighted-checklist(3, 5, 1, 3, 1, 9)", False, "weighted-checklist"),
    ("weighted-checklist(-1, 2, 1, 3)", False, "weighted-checklist"),
    ("weighted-checklist(3, 3, 'yes', 1, 'yes', 2, 'no', 4)", True, "weighted-checklist odk:checklist-yes"),
    ("number('12')", 12, "number"),
    ("number('twelve')", math.nan, "number"),
    ("number(/data/blank)", math.nan, "number"),
    ("random() >= 0 and random() < 1", True, "random"),
    ("int(5.9)", 5, "int"),
    ("int(-5.9)", -5, "int"),
    ("int('7.2')", 7, "int"),
    ("int('x')", math.nan, "int"),
    ("sum(/data/p/q/m)", 155, "sum"),
    ("sum(/data/four | /data/p[1]/n)", 7, "sum"),
    ("max(1, 30, '4')", 30, "max"),
    ("max(/data/p/q/m)", 51, "max"),
    ("max(/data/p/q/m, 60)", 60, "max"),
    ("max('a', 1)", math.nan, "max"),
    ("min(4, 30, '-4')", -4, "min"),
    ("min(/data/p/q/m)", 31, "min"),
    ("min(/data/nothing)", math.nan, "min"),
    ("round(1.256, 2)", 1.26, "round"),
    ("round(1234.5, -2)", 1200, "round"),
    ("round(7.5)", 8, "round"),
    ("pow(2, 3)", 8, "pow"),
    ("pow(4, 0.5)", 2, "pow"),
    ("pow('x', 2)", math.nan, "pow"),
    ("log(1)", 0, "log"),
    ("log(exp(2))", 2, "log exp"),
    ("log10(1000)", 3, "log10"),
    ("log10(0.01)", -2, "log10"),
    ("abs(-3.5)", 3.5, "abs"),
    ("abs('2')", 2, "abs"),
    ("sin(0)", 0, "sin"),
    ("sin(pi() div 2)", 1, "sin"),
    ("cos(0)", 1, "cos"),
    ("cos(pi())", -1, "cos"),
    ("tan(0)", 0, "tan"),
    ("tan(pi() div 4)", 1, "tan"),
    ("asin(1)", math.pi / 2, "asin"),
    ("asin(-1)", -math.pi / 2, "asin"),
    ("asin(2)", math.nan, "asin"),
    ("acos(1)", 0, "acos"),
    ("acos(-1)", math.pi, "acos"),
    ("acos(0)", math.pi / 2, "acos"),
    ("atan(1)", math.pi / 4, "atan"),
    ("atan(-1)", -math.pi / 4, "atan"),
    ("atan(0)", 0, "atan"),
    ("atan2(1, 1)", math.pi / 4, "atan2"),
    ("atan2(1, -1)", 3 * math.pi / 4, "atan2"),
    ("atan2(-1, -1)", -3 * math.pi / 4, "atan2"),
    ("sqrt(16)", 4, "sqrt"),
    ("sqrt(-1)", math.nan, "sqrt"),
    ("sqrt(2.25)", 1.5, "sqrt"),
    ("exp(0)", 1, "exp"),
    ("exp(1)", math.e, "exp"),
    ("exp10(2)", 100, "exp10"),
    ("exp10(-1)", 0.1, "exp10"),
    ("exp10('x')", math.nan, "exp10"),
    ("pi()", math.pi, "pi"),
    ("count(/data/p)", 3, "count"),
    ("count(/data/nothing)", 0, "count"),
    ("count-non-empty(/data/p/n)", 2, "count-non-empty"),
    ("count-non-empty(/data/blank)", 0, "count-non-empty"),
    ("position(/data/p[2])", 2, "position"),
    ("count(/data/p[position() > 1])", 2, "position"),
    ("string(instance('towns')/child::root/item[code = 2]/name)", "Ulm", "instance"),
    ("count(instance('towns')/child::root/item[code < /data/four])", 2, "instance"),
    ("count(instance('nowhere'))", 0, "instance"),
    ("count(randomize(/data/p/q/m, 3))", 4, "randomize"),
    ("sum(randomize(/data/p/q/m))", 155, "randomize"),
    ("today()", "2026-11-24", "today"),
    ("now()", "2026-11-24T09:30:00.000+08:00", "now"),
    ("format-date('2001-02-03', '%Y-%m-%d %y %n %e')", "2001-02-03 01 2 3", "format-date"),
    ("format-date('2001-12-31', '%b %a')", "Dec Mon", "format-date"),
    ("format-date('2001-12-31T08:05:09.007+08:00', '%d/%m')", "31/12", "format-date"),
    ("format-date('', '%Y')", "", "format-date"),
    ("format-date-time('2001-02-03T04:05:06.007+08:00', '%Y/%n/%e %H:%h:%M:%S.%3')", "2001/2/3 04:4:05:06.007", "format-date-time"),
    ("format-date-time('2001-02-03T00:00:00.000Z', '%H:%M')", "08:00", "format-date-time"),
    ("format-date-time('2001-02-03', '%b %e %H')", "Feb 3 00", "format-date-time"),
    ("date(0)", "1970-01-01", "date"),
    ("date('2012-02-03')", "2012-02-03", "date"),
    ("date('2012-02-03T23:00:00.000Z')", "2012-02-04", "date"),
    ("date(15400.5)", "2012-03-01", "date"),
    ("decimal-date-time('1970-01-02T00:00:00.000Z')", 1, "decimal-date-time"),
    ("decimal-date-time('1970-01-01T16:00:00.000+04:00')", 0.5, "decimal-date-time"),
    ("decimal-date-time('1970-01-02')", 2 / 3, "decimal-date-time"),
    ("decimal-time('12:00:00.000+08:00')", 0.5, "decimal-time"),
    ("decimal-time('18:00')", 0.75, "decimal-time"),
    ("decimal-time('00:00:00.000Z')", 1 / 3, "decimal-time"),
    ("selected(/data/many, 'a')", True, "selected"),
    ("selected(/data/many, 'b')", False, "selected"),
    ("selected('aa b', 'a')", False, "selected"),
    ("selected('', 'a')", False, "selected"),
    ("selected-at(/data/many, 0)", "c", "selected-at"),
    ("selected-at('a b c', 2)", "c", "selected-at"),
    ("selected-at('a b c', 3)", "", "selected-at"),
    ("selected-at('a b c', -1)", "", "selected-at"),
    ("selected-at('', 0)", "", "selected-at"),
    ("count-selected(/data/many)", 2, "count-selected"),
    ("count-selected('')", 0, "count-selected"),
    ("count-selected(' a  b c ')", 3, "count-selected"),
    ("jr:choice-name(/data/one, '/data/one')", "Choice B", "jr:choice-name"),
    ("jr:choice-name(selected-at(/data/many, 1), '/data/many')", "Choice A", "jr:choice-name"),
    ("jr:itext('a')", "Choice A", "jr:itext"),
    ("jr:itext(/data/one)", "Choice B", "jr:itext"),
    ("string(indexed-repeat(/data/p/n, /data/p, 3))", "7", "indexed-repeat"),
    ("string(indexed-repeat(/data/p/q/m, /data/p, 1, /data/p/q, 2))", "32", "indexed-repeat"),
    ("string(indexed-repeat(/data/p/q/r/k, /data/p, 2, /data/p/q, 1, /data/p/q/r, 2))", "412", "indexed-repeat"),
    ("string(indexed-repeat(/data/p/n, /data/p, 9))", "", "indexed-repeat"),
    # one degree of the equator, and a square of one degree upon it
    ("round(distance('0 0 0 0; 0 1 0 0') div 1000)", 111, "distance"),
    ("round(distance(/data/spot) div 1000)", 223, "distance"),
    ("round(distance('0 0', '0 2') div 1000)", 223, "odk:distance-points distance"),
    ("round(distance('0 0 0 0; 0 1 0 0; 1 1 0 0; 0 0 0 0') div 1000)", 380, "distance"),
    ("round(area('0 0 0 0; 0 1 0 0; 1 1 0 0; 1 0 0 0; 0 0 0 0') div 100000000)", 124, "area"),
    ("round(area(/data/spot) div 100000000)", 62, "area"),
    ("geofence('0.5 0.5 0 0', '0 0 0 0; 0 1 0 0; 1 1 0 0; 1 0 0 0; 0 0 0 0')", True, "odk:geofence"),
    ("geofence('0.5 1.5 0 0', '0 0 0 0; 0 1 0 0; 1 1 0 0; 1 0 0 0; 0 0 0 0')", False, "odk:geofence"),
    ("intersects('0 0 0 0; 1 1 0 0; 0 1 0 0; 1 0 0 0')", True, "odk:intersects"),
    ("intersects('0 0 0 0; 0 1 0 0; 1 1 0 0; 1 0 0 0; 0 0 0 0')", False, "odk:intersects"),
    ("upper-case('aB é')", "AB É", "odk:upper-case"),
    ("upper-case('x')", "X", "odk:upper-case"),
    ("lower-case('aB É')", "ab é", "odk:lower-case"),
    ("lower-case('X')", "x", "odk:lower-case"),
    ("date-time('2012-02-03T04:05:06.000+08:00')", "2012-02-03T04:05:06.000+08:00", "odk:date-time"),
    ("decimal-date('1970-02-01')", 31, "odk:decimal-date"),
    ("decimal-date('2000-01-01')", 10957, "odk:decimal-date"),
    ("date-time(0.5)", "1970-01-01T20:00:00.000+08:00", "odk:date-time"),
]


def case(row: tuple[str, object, str]) -> object:
    ids = [name if name.startswith("odk:") else f"fn:{name}" for name in row[2].split()]
    return pytest.param(*row[:2], marks=cites(*ids), id=row[0])


@pytest.mark.parametrize(("expression", "expected"), [case(row) for row in ROWS])
def test_a_function_gives_what_is_said_of_it(expression: str, expected: object) -> None:
    value = record(language="en").evaluate(expression)
    if isinstance(expected, bool | str):
        assert type(value) is type(expected) and value == expected
    else:
        assert isinstance(value, float) and value == pytest.approx(float(expected), rel=1e-9, abs=1e-12, nan_ok=True)


@cites("fn:today", "fn:now", "fn:format-date")
def test_the_moment_is_the_one_given() -> None:
    other = datetime.fromisoformat("2020-02-29T23:59:59.500-03:30")
    at = record(now=other, today=other.date())
    assert at.evaluate("today()") == "2020-02-29" and at.evaluate("now()") == "2020-02-29T23:59:59.500-03:30"
    assert at.evaluate("format-date(today(), '%d.%m.')") == "29.02."


@cites("fn:jr:choice-name", "fn:jr:itext", "itext.switch")
def test_labels_are_in_the_language_in_use() -> None:
    chinese = record(language="zh")
    assert chinese.evaluate("jr:choice-name(/data/one, '/data/one')") == "选项 B" and chinese.evaluate("jr:itext('c')") == "选项 C"


@cites("fn:position")
def test_a_position_is_counted_among_siblings() -> None:
    assert record().evaluate("position(..)", "p[3]/n") == 3
    assert record().evaluate("position(..)", "p[2]/q[1]/r[2]/k") == 2


@cites("fn:current")
def test_current_is_the_question_itself_inside_a_predicate_too() -> None:
    at = record()
    assert at.evaluate("string(instance('towns')/child::root/item[code = current()/../four - 2]/name)", "one") == "Ulm"
    assert at.evaluate("count(/data/p[n = current()])", "p[1]/n") == 1
    assert at.evaluate("string(current()/../n)", "p[3]/n") == "7"


@cites("fn:once")
def test_once_keeps_what_is_there() -> None:
    model = '<bind nodeset="/data/b" calculate="once(/data/a)"/>'
    opened = begun(xform("<a>1</a><b/>", model, control("a")))
    assert opened.get("b") == "1"
    opened.set("a", "2")
    assert opened.get("b") == "1"
    again = Record(opened.form, opened.answers(), now=NOW, today=NOW.date())
    assert again.get("b") == "1" and begun(xform("<a>5</a><b/>", model, control("a"))).get("b") == "5"


@cites("fn:random", "fn:uuid")
def test_chance_follows_the_seed() -> None:
    for expression in ("random()", "uuid()", "uuid(12)"):
        seen = {str(record(seed=seed).evaluate(expression, "one")) for seed in range(20)}
        assert len(seen) == 20
        assert record(seed=3).evaluate(expression, "one") == record(seed=3).evaluate(expression, "one")


def shuffled(values: list[str], seed: int) -> list[str]:
    """The literal algorithm: inside-out Fisher-Yates fed by the Park-Miller generator (multiplier 16807)."""
    state, into = seed % 2147483647, []
    state += 2147483646 if state <= 0 else 0
    for at, value in enumerate(values):
        state = state * 16807 % 2147483647
        other = int((state - 1) / 2147483646 * (at + 1))
        into.append(value)
        into[at], into[other] = into[other], value
    return into


@cites("fn:randomize")
@pytest.mark.parametrize("seed", [1, 7, 42, 12345, 2147483646])
def test_a_seeded_shuffle_is_the_algorithm_of_the_specification(seed: int) -> None:
    found = record().evaluate(f"randomize(/data/p/q/m | /data/four | /data/one | /data/many, {seed})")
    assert isinstance(found, list)
    assert [node.text() for node in found] == shuffled(["b", "c a", "4", "31", "32", "41", "51"], seed)


@cites("odk:extract-signed")
def test_a_signed_text_is_told_only_if_its_signature_holds() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    for message in ("bed 7", "床位"):
        signed = key.sign(message.encode()) + message.encode()
        good, bad = (base64.b64encode(each).decode() for each in (signed, signed + b"!"))
        assert record().evaluate(f"extract-signed('{good}', '{public}')") == message
        assert record().evaluate(f"extract-signed('{bad}', '{public}')") == ""


@cites("odk:format-date-extra")
@pytest.mark.parametrize(("pattern", "expected"), [("%A", "Monday"), ("%B", "December")])
def test_clients_know_more_than_the_specification(pattern: str, expected: str) -> None:
    assert record(language="en").evaluate(f"format-date('2001-12-31', '{pattern}')") == expected
