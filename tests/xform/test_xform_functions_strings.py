"""Functions of texts, one table for each; expected values by XPath 1.0, RFC 1321, 3174, 4648, 6234 and 8032."""

from __future__ import annotations

import base64

import pytest
from function_cases import cases, holds, is_refused, refused, together, value

VALUES = together(
    cases("fn:string xpath:string",
          ("string(2.50)", "2.5"), ("string(true())", "true"), ("string(room/n)", "1"), ("string(nothing)", ""),
          ("string('')", ""), ("string(0 div 0)", "NaN"), ("string(-1 div 0)", "-Infinity"), ("string(-0)", "0"),
          ("string()", "fire door", "text"), ("string(1000000 * 1000000)", "1000000000000")),
    cases("fn:concat",
          ("concat('a')", "a"), ("concat('a', 'b', '')", "ab"), ("concat('a', 1, room/n, true())", "a1124true"),
          ("concat(room/w)", "eastwest"), ("concat(nothing)", ""), ("concat()", ""), ("concat(1.0, 2.5)", "12.5"),
          ("concat(0 div 0, b)", "NaN"), ("concat(room/n, ' ', room/w)", "124 eastwest")),
    cases("fn:join",
          ("join(', ', room/n)", "1, 2, 4"), ("join('-', 'a', room/n, 3)", "a-1-2-4-3"), ("join(', ', room/w)", "east, , west"),
          ("join(',')", ""), ("join(',', nothing)", ""), ("join(0, 'a', 'b')", "a0b"), ("join('', 'a', 'b')", "ab"),
          ("join(' ', true(), 1.50)", "true 1.5"), ("join(room/n, 'x', 'y')", "x1y")),
    cases("fn:substr",
          ("substr('hello', 1, 3)", "el"), ("substr('hello', 0)", "hello"), ("substr('hello', 2)", "llo"),
          ("substr('hello', 0, 1)", "h"), ("substr('hello', -3)", "llo"), ("substr('hello', -4, -1)", "ell"),
          ("substr('hello', 2, -1)", "ll"), ("substr('hello', 3, 1)", ""), ("substr('hello', 5)", ""), ("substr('hello', 9)", ""),
          ("substr('hello', 1, 99)", "ello"), ("substr('hello', -99, 2)", "he"), ("substr('hello', '1', '3')", "el"),
          ("substr('hello', 1.9, 3.9)", "el"), ("substr('hello', '')", "hello"), ("substr('hello', 1, 'x')", ""),
          ("substr(12345, 1, 3)", "23"), ("substr('', 0, 1)", ""), ("substr('消防安全', 1, 3)", "防安"),
          ("substr('a🔥b', 1, 2)", "🔥"),
          ("substr('hello', 1 div 0)", ""), ("substr('hello', -1 div 0)", "hello"), ("substr(room/w, 0, 2)", "ea")),
    cases("xpath:substring",
          ("substring('12345', 2, 3)", "234"), ("substring('12345', 2)", "2345"), ("substring('12345', 1.5, 2.6)", "234"),
          ("substring('12345', 0, 3)", "12"), ("substring('12345', 0 div 0, 3)", ""), ("substring('12345', 1, 0 div 0)", ""),
          ("substring('12345', -42, 1 div 0)", "12345"), ("substring('12345', -1 div 0, 1 div 0)", ""),
          ("substring('12345', 0.5)", "12345"), ("substring('12345', 2.5, 1)", "3"), ("substring('12345', -1, 3)", "1"),
          ("substring('12345', 6)", ""), ("substring('12345', 2, 0)", ""), ("substring('12345', 2, -1)", ""),
          ("substring('12345', '2', '1')", "2"), ("substring(12345, 5)", "5"), ("substring('🔥火', 2)", "火"),
          ("substring('12345', '')", ""), ("substring('12345', true())", "12345")),
    cases("fn:substring-before",
          ("substring-before('1999/04/01', '/')", "1999"), ("substring-before('a-b-c', '-b')", "a"),
          ("substring-before('abc', 'x')", ""), ("substring-before('abc', '')", ""), ("substring-before('abc', 'a')", ""),
          ("substring-before('', 'a')", ""), ("substring-before(12.5, '.')", "12"), ("substring-before(text, ' ')", "fire")),
    cases("fn:substring-after",
          ("substring-after('1999/04/01', '/')", "04/01"), ("substring-after('1999/04/01', '19')", "99/04/01"),
          ("substring-after('abc', 'x')", ""), ("substring-after('abc', '')", "abc"), ("substring-after('abc', 'c')", ""),
          ("substring-after(12.5, '.')", "5"), ("substring-after(text, ' ')", "door"), ("substring-after('', 'a')", "")),
    cases("fn:translate xpath:translate",
          ("translate('bar', 'abc', 'AB')", "BAr"), ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
          ("translate('aa', 'aa', 'bc')", "bb"), ("translate('abc', 'a', 'xyz')", "xbc"), ("translate(12, 1, 3)", "32"),
          ("translate('abc', '', 'x')", "abc"), ("translate('abc', 'abc', '')", ""), ("translate('ab', 'ab', 'ba')", "ba"),
          ("translate('', 'a', 'b')", ""), ("translate('消防', '消', '国')", "国防")),
    cases("fn:string-length",
          ("string-length('消防')", 2.0), ("string-length('')", 0.0), ("string-length('🔥')", 1.0), ("string-length(123)", 3.0),
          ("string-length(room/n)", 1.0), ("string-length(nothing)", 0.0), ("string-length(true())", 4.0),
          ("string-length()", 9.0, "text"), ("string-length(' a ')", 3.0), ("string-length(0 div 0)", 3.0)),
    cases("fn:normalize-space xpath:normalize-space",
          ("normalize-space('  a   b ')", "a b"), ("normalize-space(spaced)", "two words"),
          ("normalize-space()", "two words", "spaced"),
          ("normalize-space('')", ""), ("normalize-space('   ')", ""), ("normalize-space('\t a\r\nb')", "a b"),
          ("normalize-space(5)", "5"),
          ("normalize-space('a\u00a0 \u00a0b')", "a\u00a0 \u00a0b"), ("normalize-space('\u3000a')", "\u3000a")),
    cases("fn:contains",
          ("contains('abc', 'bc')", True), ("contains('abc', 'cb')", False), ("contains('abc', '')", True),
          ("contains('', 'a')", False),
          ("contains('', '')", True), ("contains(123, 23)", True), ("contains('ABC', 'b')", False),
          ("contains(room/w, 'west')", False)),
    cases("fn:starts-with",
          ("starts-with('abc', 'ab')", True), ("starts-with('abc', 'bc')", False), ("starts-with('abc', '')", True),
          ("starts-with('', 'a')", False), ("starts-with(123, 1)", True), ("starts-with(text, 'fire')", True)),
    cases("fn:ends-with",
          ("ends-with('abc', 'bc')", True), ("ends-with('abc', 'ab')", False), ("ends-with('abc', '')", True),
          ("ends-with('', '')", True),
          ("ends-with(123, 3)", True), ("ends-with('aa', 'aaa')", False), ("ends-with(text, 'door')", True)),
    cases("odk:upper-case", ("upper-case('aB1')", "AB1"), ("upper-case('é')", "É"), ("upper-case(true())", "TRUE"),
          ("upper-case('')", "")),
    cases("odk:lower-case", ("lower-case('aB1')", "ab1"), ("lower-case('É')", "é"), ("lower-case('')", "")),
    cases("fn:regex",
          ("regex('abc12', '[0-9]+')", True), ("regex('abc', '[0-9]+')", False), ("regex('abc12', '^[0-9]+$')", False),
          ("regex('', '^$')", True), ("regex(12, '^\\d{2}$')", True), ("regex(nothing, '.')", False), ("regex(text, 'fire')", True),
          ("regex('a', '')", True), ("regex('13800000000', '^1[3-9]\\d{9}$')", True)),
    cases("fn:digest",
          ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
          ("digest('', 'MD5', 'base64')", "1B2M2Y8AsgTpgAmY7PhCfg=="), ("digest('', 'MD5')", "1B2M2Y8AsgTpgAmY7PhCfg=="),
          ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
          ("digest('abc', 'SHA-256', 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
          ("digest('abc', 'sha256', 'HEX')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
          ("digest('abc', 'SHA-384', 'hex')",
           "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"),
          ("digest('abc', 'SHA-512', 'hex')", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
          ("string-length(digest(123, 'SHA-512'))", 88.0), ("digest('消防', 'MD5') = digest('消防 ', 'MD5')", False)),
    cases("fn:base64-decode",
          ("base64-decode('Zm9vYmFy')", "foobar"), ("base64-decode('Zm9vYg==')", "foob"), ("base64-decode('Zm9vYg')", "foob"),
          ("base64-decode('5raI6Ziy')", "消防"), ("base64-decode('')", ""), ("base64-decode('***')", ""),
          ("base64-decode('Zm9v YmFy')", "foobar"),
          ("base64-decode('fn5+')", "~~~"), ("base64-decode('fn5-')", "~~~"), ("base64-decode('/w==')", "\ufffd"),
          ("base64-decode('A')", ""), ("base64-decode('é')", "")),
)

COUNTS = together(
    refused("fn:string", "string(1, 2)"), refused("fn:join", "join()"), refused("fn:substr", "substr('a')", "substr('a', 1, 2, 3)"),
    refused("xpath:substring", "substring('a')", "substring('a', 1, 2, 3)"),
    refused("fn:substring-before", "substring-before('a')", "substring-before('a', 'b', 'c')"),
    refused("fn:substring-after", "substring-after('a')", "substring-after('a', 'b', 'c')"),
    refused("fn:translate", "translate('a', 'b')", "translate('a', 'b', 'c', 'd')"),
    refused("fn:string-length", "string-length('a', 'b')"), refused("fn:normalize-space", "normalize-space('a', 'b')"),
    refused("fn:contains", "contains('a')", "contains('a', 'b', 'c')"),
            refused("fn:starts-with", "starts-with('a')", "starts-with()"),
    refused("fn:ends-with", "ends-with('a')", "ends-with('a', 'b', 'c')"),
            refused("odk:upper-case", "upper-case()", "upper-case('a', 'b')"),
    refused("odk:lower-case", "lower-case()", "lower-case('a', 'b')"), refused("fn:regex", "regex('a')", "regex('a', 'b', 'c')"),
    refused("fn:digest", "digest('a')", "digest('a', 'MD5', 'hex', 1)"),
            refused("fn:base64-decode", "base64-decode()", "base64-decode('a', 1)"),
    refused("odk:extract-signed", "extract-signed('a')", "extract-signed('a', 'b', 'c')"),
    refused("fn:uuid", "uuid(1, 2)"))


@pytest.mark.parametrize(("expression", "expected", "at"), VALUES)
def test_a_function_of_texts_gives(expression: str, expected: object, at: str) -> None:
    holds(expression, expected, at)


@pytest.mark.parametrize("expression", COUNTS)
def test_a_wrong_number_of_arguments_is_refused(expression: str) -> None:
    is_refused(expression)


@pytest.mark.cites("fn:digest")
@pytest.mark.parametrize(("expression", "word"), [
    ("digest('a', 'SHA-3')", "'SHA-3'"), ("digest('a', '')", "digest algorithm"), ("digest('a', 'MD5', 'base32')", "'base32'"),
    ("digest('a', 'MD5', '')", "digest encoding"),
])
def test_an_unknown_digest_is_refused_by_name(expression: str, word: str) -> None:
    is_refused(expression, word)


@pytest.mark.cites("fn:regex")
def test_a_pattern_that_is_none_is_refused_by_name() -> None:
    is_refused("regex('a', '(')", "pattern '('")


# RFC 8032, 7.1, test 2: public key, signature, message.
SIGNED = (
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "72")


@pytest.mark.cites("odk:extract-signed")
def test_a_signed_text_is_given_when_its_signature_holds() -> None:
    key, signature, message = (bytes.fromhex(part) for part in SIGNED)
    plain, public = base64.b64encode(signature + message).decode(), base64.b64encode(key).decode()
    safe = base64.urlsafe_b64encode(signature + message).decode().rstrip("=")
    assert safe != plain
    holds(f"extract-signed('{plain}', '{public}')", "r")
    holds(f"extract-signed('{safe}', '{public}')", "r")
    broken = base64.b64encode(signature + b"s").decode()
    other = base64.b64encode(key[::-1]).decode()
    short = base64.b64encode(signature[:40]).decode()
    for signed, by in ((broken, public), (plain, other), (plain, "AAAA"), (short, public), ("***", public), (plain, ""), ("", "")):
        holds(f"extract-signed('{signed}', '{by}')", "")


@pytest.mark.cites("odk:extract-signed")
def test_a_signed_text_that_is_no_utf_8_gives_nothing() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    for message, expected in ((b"\xff", ""), ("消防 fire".encode(), "消防 fire")):
        signed = base64.b64encode(key.sign(message) + message).decode()
        holds(f"extract-signed('{signed}', '{public}')", expected)


@pytest.mark.cites("fn:uuid")
def test_a_uuid_is_random_of_version_4() -> None:
    form = "'^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'"
    assert all(value(f"regex(uuid(), {form})", seed=seed) is True for seed in range(20))
    assert value("uuid()") == value("uuid()") != value("uuid()", seed=1)
    assert value("uuid() = uuid()") is False


@pytest.mark.cites("fn:uuid")
@pytest.mark.parametrize(("length", "expected"), [
    ("7", 7.0), ("'20'", 20.0), ("1.9", 1.0), ("0", 0.0), ("-3", 0.0), ("''", 0.0), ("'x'", 0.0), ("5000", 1000.0),
    ("1 div 0", 1000.0)])
def test_a_random_text_has_the_length_asked_for(length: str, expected: float) -> None:
    holds(f"string-length(uuid({length}))", expected)
    assert value(f"uuid({length}) = uuid({length})") is (expected == 0)
    assert value(f"regex(uuid({length}), '^[A-Za-z0-9]*$')") is True
