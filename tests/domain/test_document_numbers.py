"""Document numbers follow the pattern of their kind, and a bad pattern is refused by name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldaudit.domain.numbers import DOCUMENT_KINDS, check_pattern, default_pattern, default_patterns, number_text
from fieldaudit.errors import BadInput


@pytest.mark.parametrize(("pattern", "text"), [
    ("通民养改〔{year}〕{n}号", "通民养改〔2026〕7号"),
    ("X〔{year}〕第{n:04d}号", "X〔2026〕第0007号"),
    ("{n:4}", "   7"),
    ("{n:d}/{year}", "7/2026"),
    ("{{{n}}}", "{7}"),
    ("第{n}号", "第7号"),
])
def test_a_pattern_gives_the_printed_number(pattern, text):
    assert number_text(pattern, 2026, 7) == text


@pytest.mark.parametrize("pattern", [
    "通民养改〔{year}〕号", "", "{n}{month}", "{n", "n}", "{}", "{0}", "{n!r}", "{n:x}", "{n:999999999d}",
    "{n.real}", "{n[0]}", "{n:{year}}", "{n:>4}",
])
def test_a_pattern_that_cannot_number_papers_is_refused(pattern):
    with pytest.raises(BadInput, match="文号格式"):
        number_text(pattern, 2026, 1)


def test_the_refusal_names_the_field_at_fault():
    with pytest.raises(BadInput, match=r"\{month:02d\}"):
        number_text("{n}{month:02d}", 2026, 1)
    with pytest.raises(BadInput, match=r"\{n!r\}"):
        number_text("{n!r}", 2026, 1)


def test_default_patterns_come_from_the_bureaus_short_name():
    assert default_pattern("notice", "通民养") == "通民养改〔{year}〕{n}号"
    texts = {kind: number_text(p, 2026, 1) for kind, p in default_patterns(" 通民养 ").items()}
    assert texts == {
        "notice": "通民养改〔2026〕1号", "immediate": "通民养立〔2026〕1号", "service": "通民养送〔2026〕1号",
        "reinspection": "通民养复〔2026〕1号", "plan": "通民养案〔2026〕1号",
        "clearing": "通民养销〔2026〕1号",
        "referral": "通民养移函〔2026〕1号"}
    assert set(texts) == set(DOCUMENT_KINDS)


def test_an_unknown_kind_of_document_is_refused():
    with pytest.raises(BadInput, match="letter"):
        default_pattern("letter", "通民养")


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(max_size=8))
def test_any_short_name_makes_a_usable_pattern(short):
    assert number_text(default_pattern("notice", short), 2026, 12) == f"{short.strip()}改〔2026〕12号"


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(alphabet="{}n:d0year改〔", max_size=12))
def test_any_pattern_gives_a_number_or_a_refusal(pattern):
    try:
        assert "7" in number_text(pattern, 2026, 7)
    except BadInput as refused:
        assert refused.todo


def test_a_pattern_whose_numbers_are_wider_than_the_seam_is_refused_with_its_width() -> None:
    check_pattern("科左中旗民政养老改〔{year}〕第{n:04}号")
    with pytest.raises(BadInput, match=r"24.* 个字宽.*最多印 20 个"):
        check_pattern("科尔沁左翼中旗民政局养老服务科改〔{year}〕第{n:04}号")
