"""The dialect's rules: conversions, comparisons, operators, dates, and what is different in a record."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone

import pytest
from sample_forms import record_of, survey

from fieldaudit.xform import evaluate
from fieldaudit.xform.outside import parse_document
from fieldaudit.xform.xpath.dialect import number_text, to_number

pytestmark = pytest.mark.slow  # `make check` stays under a minute

NAN, INF = math.nan, math.inf
NOW = datetime(2012, 2, 3, 9, 30, tzinfo=timezone(timedelta(hours=8)))
DOCUMENT = parse_document("""<d><n>5</n><n>7</n><n>7</n><m>7</m><m>9</m><x>x</x><blank/><no>false</no><day>2012-02-03</day>"""
                          """<days>2012-02-01</days><days>2012-02-05</days><words>a b</words><zero>0</zero></d>""")


def case(mark: str, expression: str, expected: object) -> object:
    return pytest.param(expression, expected, marks=pytest.mark.cites(*mark.split()), id=expression)


def check(found: object, expected: object) -> None:
    if isinstance(expected, float) and math.isnan(expected):
        assert isinstance(found, float) and math.isnan(found)
    else:
        assert found == expected and type(found) is type(expected)


def numbers(mark: str, *pairs: tuple[str, float]) -> list[object]:
    return [case(mark, f"number({text})", expected) for text, expected in pairs]


CONVERSIONS = [
    *numbers("fn:number xpath:number", ("''", NAN), ("' '", NAN), ("'  12 '", 12.0), ("'-5'", -5.0), ("'- 5'", NAN),
             ("'--5'", NAN), ("'1e3'", NAN), ("'+5'", NAN), ("'.5'", 0.5), ("'-.5'", -0.5), ("'5.'", 5.0), ("'.'", NAN),
             ("'-'", NAN), ("'1 2'", NAN),
             ("'1,000'", NAN), ("'0x10'", NAN), ("'Infinity'", NAN), ("'NaN'", NAN), ("'007'", 7.0), ("'1.50'", 1.5),
             ("'\u0661'", NAN), ("'12\n'", 12.0), ("'\u00a012'", NAN), ("true()", 1.0), ("false()", 0.0), ("x", NAN), ("n", 5.0),
             ("nothing", NAN), ("blank", NAN), ("'5 '", 5.0), ("'1.2.3'", NAN), ("'12a'", NAN), ("'true'", NAN)),
    # dates (ODK, number()): 2012-02-03 is day 15373; midnight at +08:00 is a third of a day earlier
    *numbers("fn:number operator.dates", ("'1970-01-01T00:00:00Z'", 0.0), ("'1970-01-02T00:00:00.000+00:00'", 1.0),
             ("'1969-12-31T12:00:00Z'", -0.5), ("'1970-01-01T08:00:00.000+08:00'", 0.0), ("'1970-01-01'", -8 / 24),
             ("'2012-02-03'", 15373 - 8 / 24), ("'2012-02-03T08:00:00'", 15373.0), ("'2012-02-30'", NAN), ("'2012-13-01'", NAN),
             ("'2012-2-3'", NAN), ("'12-02-03'", NAN), ("'2012-02-03T25:00:00Z'", NAN), ("'2012-02-29'", 15399 - 8 / 24),
             ("'2011-02-29'", NAN), ("'2012/02/03'", NAN), ("' 1970-01-01T00:00:00Z '", 0.0), ("'2012-02-03 08:00'", NAN),
             ("'10:30'", NAN), ("'1970-01-01T00:00:00.500Z'", 0.5 / 86400), ("'1970-01-01T00:00:00-05:30'", 5.5 / 24)),
    # string()
    case("xpath:string fn:string", "string(1)", "1"), case("xpath:string", "string(1.0)", "1"),
    case("xpath:string", "string(-0)", "0"), case("xpath:string", "string(0 * -1)", "0"),
    case("xpath:string", "string(2.50)", "2.5"), case("xpath:string", "string(.5)", "0.5"),
    case("xpath:string", "string(-.5)", "-0.5"), case("xpath:string", "string(1 div 3)", "0.3333333333333333"),
    case("xpath:string", "string(1000000 * 1000000 * 1000000)", "1" + "0" * 18),
    case("xpath:string", "string(1 div 10000000)", "0.0000001"), case("xpath:string", "string(123456789.125)", "123456789.125"),
    case("xpath:string", "string(1 div 0)", "Infinity"), case("xpath:string", "string(-1 div 0)", "-Infinity"),
    case("xpath:string", "string(0 div 0)", "NaN"), case("xpath:string", "string(1 = 1)", "true"),
    case("xpath:string", "string(1 = 2)", "false"), case("xpath:string", "string(n)", "5"),
    case("xpath:string", "string(nothing)", ""), case("xpath:string", "string('')", ""),
    case("xpath:string", "string(0.1 + 0.2)", "0.30000000000000004"), case("xpath:string", "string(100)", "100"),
    # boolean()
    case("xpath:boolean fn:boolean", "boolean('')", False), case("xpath:boolean", "boolean('false')", True),
    case("xpath:boolean", "boolean(0)", False), case("xpath:boolean", "boolean(-0)", False),
    case("xpath:boolean", "boolean(0 div 0)", False), case("xpath:boolean", "boolean(0.1)", True),
    case("xpath:boolean", "boolean(1 div 0)", True), case("xpath:boolean", "boolean(' ')", True),
    case("xpath:boolean", "boolean(n)", True), case("xpath:boolean", "boolean(nothing)", False),
    case("xpath:boolean", "boolean(blank)", True), case("xpath:boolean", "boolean(zero)", True),
    case("xpath:boolean", "boolean(no)", True), case("xpath:boolean", "boolean('0')", True),
    case("function.cast", "substr(12345, '1', 3)", "23"), case("function.cast", "contains(123, 2)", True),
    case("function.cast", "concat(1 = 1, 0 div 0, 1.50)", "trueNaN1.5"), case("function.cast", "floor('2.7') + floor(n)", 7.0),
    case("function.cast", "string-length(true())", 4.0), case("function.cast", "not('')", True),
    case("function.cast", "not(n)", False),
]

COMPARISONS = [
    case("xpath.compare.string xpath.operator.equal", "'a' = 'a'", True), case("xpath.compare.string", "'1' = '1.0'", False),
    case("xpath.compare.string", "'a' = 'A'", False), case("xpath.compare.string", "'' = ''", True),
    case("xpath.compare.string", "'a ' = 'a'", False), case("xpath.compare.number", "1 = '1.0'", True),
    case("xpath.compare.number", "'1' = 1", True), case("xpath.compare.number", "0 = -0", True),
    case("xpath.compare.number", "1 = 'x'", False), case("xpath.compare.number", "1 != 'x'", True),
    case("xpath.compare.number", "2 != 2.0", False), case("xpath.compare.boolean", "true() = 'x'", True),
    case("xpath.compare.boolean", "true() = ''", False), case("xpath.compare.boolean", "false() = 0", True),
    case("xpath.compare.boolean", "true() = 2", True), case("xpath.compare.boolean", "true() = 'false'", True),
    case("xpath.compare.boolean", "true() != 2", False), case("xpath.compare.boolean", "false() = (0 div 0)", True),
    case("xpath.compare.nan", "0 div 0 = 0 div 0", False), case("xpath.compare.nan", "0 div 0 != 0 div 0", True),
    case("xpath.compare.nan", "number('x') < 1 or number('x') >= 1", False), case("xpath.compare.nan", "'NaN' = 'NaN'", True),
    case("xpath.compare.nodeset", "n = m", True), case("xpath.compare.nodeset", "n != m", True),
    case("xpath.compare.nodeset", "n = x", False), case("xpath.compare.nodeset", "n != n", True),
    case("xpath.compare.nodeset", "x != x", False), case("xpath.compare.nodeset", "m[1] != n[2]", False),
    case("xpath.compare.nodeset", "n < m", True), case("xpath.compare.nodeset", "m < n", False),
    case("xpath.compare.nodeset", "m <= n", True), case("xpath.compare.nodeset", "n >= m", True),
    case("xpath.compare.nodeset", "n > m", False), case("xpath.compare.nodeset", "m > n", True),
    case("xpath.compare.nodeset", "n < x", False), case("xpath.compare.nodeset", "not(n = m)", False),
    case("xpath.compare.nodeset", "days < day", True), case("xpath.compare.nodeset-number", "n = 7", True),
    case("xpath.compare.nodeset-number", "n != 7", True), case("xpath.compare.nodeset-number", "7 = n", True),
    case("xpath.compare.nodeset-number", "n = 6", False), case("xpath.compare.nodeset-number", "n > 6", True),
    case("xpath.compare.nodeset-number", "6 < n", True), case("xpath.compare.nodeset-number", "n > 7", False),
    case("xpath.compare.nodeset-number", "x != 1", True), case("xpath.compare.nodeset-number", "x < 1", False),
    case("xpath.compare.nodeset-string", "n = '7'", True), case("xpath.compare.nodeset-string", "n = '7.0'", False),
    case("xpath.compare.nodeset-string", "n != '7'", True), case("xpath.compare.nodeset-string", "m = '5'", False),
    case("xpath.compare.nodeset-string", "blank = ''", True), case("xpath.compare.nodeset-string", "'x' = x", True),
    case("xpath.compare.nodeset-boolean", "n = true()", True), case("xpath.compare.nodeset-boolean", "nothing = false()", True),
    case("xpath.compare.nodeset-boolean", "no = true()", True), case("xpath.compare.nodeset-boolean", "no != true()", False),
    case("xpath.compare.nodeset-boolean", "n > false()", True), case("xpath.compare.nodeset-boolean", "true() > nothing", True),
    case("xpath.compare.nodeset-boolean", "n <= true()", True), case("xpath.compare.nodeset-boolean", "false() < zero", True),
    case("xpath.compare.nodeset-empty", "nothing = ''", False), case("xpath.compare.nodeset-empty", "nothing != ''", False),
    case("xpath.compare.nodeset-empty", "nothing = nothing", False), case("xpath.compare.nodeset-empty", "nothing < 1", False),
    case("xpath.compare.nodeset-empty", "not(nothing = 'x')", True), case("xpath.compare.nodeset-empty", "nothing != 1", False),
    case("xpath.compare.relational xpath.operator.less", "'2' < '10'", True),
    case("xpath.compare.relational", "'a' < 'b'", False),
    case("xpath.compare.relational xpath.operator.greater", "'10' > '9'", True),
    case("xpath.compare.relational", "true() > false()", True), case("xpath.compare.relational", "2 >= 2", True),
    case("xpath.compare.relational", "2 <= 1.9", False), case("xpath.compare.relational", "'' <= 0", False),
    case("operator.dates", "'2012-02-03' < '2012-02-04'", True), case("operator.dates", "'2012-02-03' < '2012-02-03'", False),
    case("operator.dates", "'2012-02-03' <= '2012-02-03'", True), case("operator.dates", "'2012-02-04' > '2012-02-03'", True),
    case("operator.dates", "'2012-02-03' = '2012-02-03'", True), case("operator.dates", "'2012-02-03' = '2012-02-04'", False),
    case("operator.dates", "'2012-02-03' != '2012-02-04'", True), case("operator.dates", "day = today()", True),
    case("operator.dates", "today() = date('2012-02-03')", True), case("operator.dates", "day >= today()", True),
    case("operator.dates", "today() < now()", True), case("operator.dates", "now() < today() + 1", True),
    case("operator.dates", "day = number('2012-02-03')", True), case("operator.dates", "day > 15372", True),
    case("operator.dates", "day < 15373", True),
    case("operator.dates", "'2012-02-03T10:00:00.000Z' < '2012-02-03T10:00:00.000-01:00'", True),
    case("operator.dates", "'2012-02-03T00:00:00.000+08:00' = number('2012-02-03')", True),
    case("operator.dates", "'2012-02-03T00:00:00.000+08:00' >= '2012-02-03'", True),
    case("operator.dates", "'2012-02-30' < '2012-03-01'", False), case("operator.dates", "days = '2012-02-05'", True),
    case("operator.dates", "days > day", True), case("operator.dates", "days > '2012-02-05'", False),
]

ARITHMETIC = [
    case("xpath.operator.plus", "1 + 2", 3.0), case("xpath.operator.plus", "'1' + '2'", 3.0),
    case("xpath.operator.plus", "1 + 'x'", NAN), case("xpath.operator.plus", "true() + true()", 2.0),
    case("xpath.operator.plus", "n + 1", 6.0), case("xpath.operator.plus", "blank + 1", NAN),
    case("xpath.operator.plus", "nothing + 1", NAN), case("xpath.operator.plus", "1+1", 2.0),
    case("xpath.operator.plus", "1 + -1", 0.0), case("xpath.operator.minus", "5 - 3", 2.0),
    case("xpath.operator.minus", "5-3", 2.0), case("xpath.operator.minus", "5 -3", 2.0),
    case("xpath.operator.minus", "n - 1", 4.0), case("xpath.operator.minus", "n -1", 4.0),
    case("xpath.operator.minus", "(n)-1", 4.0), case("xpath.operator.minus", "n[1]-n[2]", -2.0),
    case("xpath.operator.minus", "2 - 1 - 1", 0.0), case("xpath.operator.minus", "1--1", 2.0),
    case("xpath.operator.multiply", "2 * 3", 6.0), case("xpath.operator.multiply", "2*3", 6.0),
    case("xpath.operator.multiply", "n * m", 35.0), case("xpath.operator.multiply", "n*m", 35.0),
    case("xpath.operator.multiply", "1 div 0 * 0", NAN), case("xpath.operator.multiply", "2 * -3", -6.0),
    case("xpath.operator.div", "1 div 4", 0.25), case("xpath.operator.div", "1 div 0", INF),
    case("xpath.operator.div", "-1 div 0", -INF), case("xpath.operator.div", "1 div -0", -INF),
    case("xpath.operator.div", "0 div 0", NAN), case("xpath.operator.div", "5 div '2'", 2.5),
    case("xpath.operator.div", "1 div (1 div 0)", 0.0), case("xpath.operator.div", "n div zero", INF),
    case("xpath.operator.div", "10 div 4 div 5", 0.5), case("xpath.operator.mod", "5 mod 2", 1.0),
    case("xpath.operator.mod", "5 mod -2", 1.0), case("xpath.operator.mod", "-5 mod 2", -1.0),
    case("xpath.operator.mod", "-5 mod -2", -1.0), case("xpath.operator.mod", "1.5 mod 0.5", 0.0),
    case("xpath.operator.mod", "5 mod 0", NAN), case("xpath.operator.mod", "5 mod (1 div 0)", 5.0),
    case("xpath.operator.mod", "(1 div 0) mod 5", NAN), case("xpath.operator.mod", "5.5 mod 2", 1.5),
    case("xpath.operator.mod", "'x' mod 2", NAN), case("xpath.operator.negate", "-5", -5.0),
    case("xpath.operator.negate", "--5", 5.0), case("xpath.operator.negate", "- - - 5", -5.0),
    case("xpath.operator.negate", "-n", -5.0), case("xpath.operator.negate", "-'3'", -3.0),
    case("xpath.operator.negate", "-(2 + 3)", -5.0), case("xpath.operator.negate", "-true()", -1.0),
    case("xpath.operator.negate", "-'x'", NAN), case("xpath.operator.negate", "-n | m", -5.0),
    case("xpath.operator.negate", "-2 * -3", 6.0), case("xpath.operator.negate", "1 div -0 = -(1 div 0)", True),
    case("xpath.operator.precedence", "1 + 2 * 3", 7.0), case("xpath.operator.precedence", "(1 + 2) * 3", 9.0),
    case("xpath.operator.precedence", "1 or 0 and 0", True), case("xpath.operator.precedence", "0 and 0 or 1", True),
    case("xpath.operator.precedence", "1 = 1 = 1", True), case("xpath.operator.precedence", "3 > 2 > 1", False),
    case("xpath.operator.precedence", "1 < 2 = 2 > 1", True), case("xpath.operator.precedence", "2 = 1 + 1", True),
    case("xpath.operator.precedence", "1 != 2 != 3", False), case("xpath.operator.precedence", "2 * 3 mod 4", 2.0),
    case("xpath.operator.precedence", "8 div 2 * 4", 16.0), case("xpath.operator.precedence", "-2 + 3", 1.0),
    case("xpath.operator.precedence", "1 - 2 + 3", 2.0), case("xpath.operator.precedence", "1 < 1 or 2 > 1 and 1", True),
    case("xpath.operator.precedence", "1 = 2 < 3", True), case("xpath.operator.parentheses", "((((1))))", 1.0),
    case("xpath.operator.parentheses", "(1 or 0) and 0", False), case("xpath.operator.parentheses", "(n)", ["5", "7", "7"]),
    case("xpath.operator.parentheses", "(1 - (2 - 3))", 2.0), case("xpath.operator.or", "'' or 'x'", True),
    case("xpath.operator.or", "0 or ''", False), case("xpath.operator.or", "nothing or blank", True),
    case("xpath.operator.or", "1 or count('x') = 4", True), case("xpath.operator.and", "0 and count('x') = 4", False),
    case("xpath.operator.and", "n and m", True), case("xpath.operator.and", "nothing and 1", False),
    case("xpath.operator.and", "1 and 'false'", True), case("xpath.operator.union", "n | n | x", ["5", "7", "7", "x"]),
    case("xpath.operator.union", "x | m | n", ["5", "7", "7", "7", "9", "x"]), case("xpath.operator.union", "count(n | m)", 5.0),
    case("xpath.operator.union", "nothing | nothing", []), case("operator.dates", "today() + 7", 15380 - 8 / 24),
    case("operator.dates", "today() - day", 0.0), case("operator.dates", "date(today() + 7)", "2012-02-10"),
    case("operator.dates", "date('2012-02-29') - date('2012-02-28')", 1.0),
    case("operator.dates", "date('2012-03-01') - '2012-02-28'", 2.0),
    case("operator.dates", "'2012-02-03T12:00:00.000+08:00' - '2012-02-03'", 0.5),
    case("operator.dates", "date(day + 1 - 1)", "2012-02-03"),
    case("operator.dates", "int((today() - '2000-02-04') div 365.25)", 11.0), case("operator.dates", "blank - day", NAN),
    case("operator.dates", "'2012-02-30' + 1", NAN),
    case("operator.dates", "round(decimal-date-time('2012-02-04') - decimal-date-time(day))", 1.0),
    case("operator.dates", "-day < 0", True),
]


def value(expression: str) -> object:
    found = evaluate(expression, DOCUMENT, now=NOW)
    return [node.text() for node in found] if isinstance(found, list) else found


@pytest.mark.parametrize(("expression", "expected"), [*CONVERSIONS, *COMPARISONS, *ARITHMETIC])
def test_a_value_is_what_the_dialect_says(expression: str, expected: object) -> None:
    check(value(expression), expected)


@pytest.mark.parametrize(("number", "text"), [
    (1e21, "1" + "0" * 21), (1.5e-10, "0.00000000015"), (-1e-7, "-0.0000001"), (2.0**70, str(2**70)), (-0.0, "0"), (123.0, "123"),
    (5e-324, "0." + "0" * 323 + "5"),
])
@pytest.mark.cites("xpath:string")
def test_a_number_is_written_without_exponent(number: float, text: str) -> None:
    assert number_text(number) == text
    assert to_number(text) == number


def test_the_zone_and_the_day_can_be_given() -> None:
    west = timezone(timedelta(hours=-7))
    assert evaluate("number('1970-01-01')", DOCUMENT, zone=west) == 7 / 24
    assert evaluate("today()", DOCUMENT, now=NOW, today=date(2012, 2, 2)) == "2012-02-02"
    assert evaluate("now()", DOCUMENT, now=NOW, zone=west) == "2012-02-02T18:30:00.000-07:00"


# -- a record ------------------------------------------------------------------------------------------
FORM = survey(
    "text | a | A", "text | b | B | ${a} = 'show'", "integer | i | I", "text | none | N",
    "begin_group | g | G", "text | in | In", "end_group",
    "begin_group | h | H | ${a} = 'show'", "text | deep | D", "end_group",
    "begin_repeat | room | Room", "text | name | Name", "integer | beds | Beds", "text | note | Note | ${beds} > 1",
    "begin_repeat | bed | Bed", "text | tag | Tag", "end_repeat", "end_repeat", "calculate | c | | | | 1 > 2",
    "calculate | nan | | | | ${none} + 1")
ANSWERS = {
    "a": "x", "b": "hidden", "i": "0", "g/in": "in", "h/deep": "hidden", "room[1]/name": "east", "room[1]/beds": "1",
    "room[1]/note": "hidden", "room[2]/name": "west", "room[2]/beds": "3", "room[2]/note": "seen", "room[1]/bed[1]/tag": "p",
    "room[2]/bed[1]/tag": "q", "room[2]/bed[2]/tag": "r", "room[3]/name": "east", "room[3]/beds": ""}


def kept(mark: str, expression: str, expected: object, at: str = "") -> object:
    return pytest.param(expression, expected, at, marks=pytest.mark.cites(*mark.split()), id=f"{expression} at {at or 'root'}")


IN_RECORD = [
    kept("bind.relevant.blank", "b = ''", True), kept("bind.relevant.blank", "b", []),
    kept("bind.relevant.blank", "string(b)", ""), kept("bind.relevant.blank", "b != 'hidden'", True),
    kept("bind.relevant.blank", "count(b)", 0.0), kept("bind.relevant.blank", "h/deep = ''", True),
    kept("bind.relevant.blank", "'' = b", True), kept("bind.relevant.blank", "b = 'hidden'", False),
    kept("bind.relevant.blank", "not(b)", True), kept("bind.relevant.blank", "string-length(h/deep)", 0.0),
    kept("bind.relevant.blank", "count(//deep)", 0.0), kept("bind.relevant.blank", "room/note = 'hidden'", False),
    kept("bind.relevant.blank", "count(room/note)", 1.0), kept("bind.relevant.blank", "concat(room/note, b)", "seen"),
    kept("bind.relevant.blank", ".", [], "b"), kept("xpath.compare.nodeset-empty", "nothing = ''", True),
    kept("fn:boolean", "boolean(none)", False), kept("fn:boolean", "boolean(a)", True), kept("fn:boolean", "none and 1", False),
    kept("fn:boolean", "none or 0", False), kept("fn:boolean", "if(none, 1, 2)", 2.0), kept("fn:boolean", "boolean(g)", True),
    kept("fn:boolean", "boolean(h)", False), kept("fn:boolean", "boolean(i)", True),
    kept("bind.calculate.stored-as-string", "boolean(c)", True), kept("bind.calculate.stored-as-string", "c = 'false'", True),
    kept("bind.calculate.stored-as-string", "not(c)", False), kept("fn:boolean", "boolean(room)", True),
    kept("fn:boolean", "none = true()", False), kept("fn:boolean", "none = false()", True),
    kept("fn:boolean", "boolean(room/beds)", True), kept("fn:boolean-from-string", "boolean-from-string(c)", False),
    kept("bind.calculate", "nan = ''", True), kept("fn:number", "none + 1", NAN), kept("xpath.compare.nan", "none < 1", False),
    kept("xpath.compare.nan", "none > 1", False), kept("xpath.compare.number", "none != 5", True),
    kept("xpath.compare.number", "i = 0", True), kept("xpath.compare.string", "i = '0'", True),
    kept("xpath.compare.number", "b != 5", True), kept("path.own-repeat", "/data/room/name", ["west"], "room[2]/beds"),
    kept("path.own-repeat", "/data/room/name", ["west"], "room[2]/bed[1]/tag"),
    kept("path.own-repeat", "/data/room/bed/tag", ["r"], "room[2]/bed[2]/tag"),
    kept("path.own-repeat", "/data/room/bed/tag", ["q", "r"], "room[2]/name"),
    kept("path.own-repeat", "count(/data/room)", 3.0, "room[2]/beds"),
    kept("path.own-repeat", "count(/data/room/bed)", 2.0, "room[2]/beds"),
    kept("path.own-repeat", "sum(/data/room/beds)", 3.0, "room[2]/beds"),
    kept("path.own-repeat", "/data/room[2]/name", ["west"], "room[1]/beds"),
    kept("path.own-repeat", "/data/room[position() = 3]/name", ["east"], "room[1]/beds"),
    kept("path.own-repeat", "/data/room[beds = 3]/bed[2]/tag", ["r"], "room[1]/beds"),
    kept("path.own-repeat", "/data/room[1]/bed/tag", ["p"], "room[2]/bed[2]/tag"),
    kept("path.repeat-from-outside", "/data/room/name", ["east", "west", "east"]),
    kept("path.repeat-from-outside", "/data/room/bed/tag", ["p", "q", "r"]),
    kept("path.repeat-from-outside", "room/beds > 2", True), kept("path.repeat-from-outside", "string(/data/room/name)", "east"),
    kept("path.repeat-from-outside", "count(/data/room[name = 'east'])", 2.0),
    kept("path.relative", "../name", ["west"], "room[2]/beds"), kept("path.relative", "../../a", ["x"], "room[2]/beds"),
    kept("path.relative", "../../room/name", ["east", "west", "east"], "room[2]/beds"),
    kept("path.relative", "./../name", ["west"], "room[2]/beds"), kept("path.self", ".", ["3"], "room[2]/beds"),
    kept("path.self", ". > 2", True, "room[2]/beds"), kept("path.parent", "..", ["west3seenqr"], "room[2]/beds"),
    kept("path.parent", "position(..)", 2.0, "room[2]/beds"), kept("path.parent", "position(../..)", 2.0, "room[2]/bed[1]/tag"),
    kept("path.root", "count(/)", 1.0), kept("path.absolute", "/data/g/in", ["in"]),
    kept("path.absolute", "//tag", ["p", "q", "r"]), kept("path.absolute", "/data/g/../a", ["x"]),
    kept("axis.parent-child-self", "parent::room/child::name", ["west"], "room[2]/beds"),
    kept("axis.parent-child-self", "self::node()", ["3"], "room[2]/beds"),
    kept("predicate.any", "../../room[name = current()/../name]/beds", ["1", ""], "room[1]/beds"),
    kept("predicate.any", "/data/room[name = current()/../name][2]/beds", [""], "room[1]/beds"),
    kept("predicate.any", "/data/room[position() = position(current()/..) - 1]/name", ["east"], "room[2]/beds"),
    kept("predicate.any", "/data/room[position() < position(current()/..)]/name", ["east", "west"], "room[3]/beds"),
    kept("predicate.any", "/data/room[last()]/name", ["east"]),
    kept("predicate.any", "/data/room[count(bed) = 2]/name", ["west"]),
    kept("predicate.any", "/data/room[bed[tag = 'q']]/name", ["west"]),
    kept("predicate.any", "/data/room[bed/tag = 'r' and beds = 3]/name", ["west"]),
    kept("predicate.any", "/data/room[../a = 'x'][1]/name", ["east"]), kept("predicate.any", "/data/room[note]/name", ["west"]),
    kept("predicate.any", "/data/room[beds]/name", ["east", "west"]), kept("predicate.any", "(/data/room/bed)[3]/tag", ["r"]),
    kept("predicate.any", "/data/room/bed[1]/tag", ["p", "q"]),
    kept("predicate.any", "/data/room[beds = /data/i + 1]/name", ["east"]), kept("predicate.any", "/data/*[name() = 'a']", ["x"]),
    kept("fn:current", "current()/../name", ["west"], "room[2]/beds"), kept("fn:current", "current() = 3", True, "room[2]/beds"),
    kept("fn:current", "/data/room[beds = current()]/name", ["west"], "room[2]/beds"),
    kept("fn:position", "/data/room[position(.) = 2]/name", ["west"]),
]


@pytest.mark.parametrize(("expression", "expected", "at"), IN_RECORD)
def test_a_record_reads_by_the_rules_of_odk(expression: str, expected: object, at: str) -> None:
    record = record_of(FORM, ANSWERS)
    found = record.evaluate(expression.replace("/data/", f"/{record.form.root}/"), at)
    check([node.text() for node in found] if isinstance(found, list) else found, expected)
