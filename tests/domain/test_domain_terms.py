"""Every code has its word in both languages; an unknown code is shown as it stands."""

import pytest

from fieldaudit.domain import terms
from fieldaudit.domain.item import RULES
from fieldaudit.errors import OurBug


def test_every_word_has_chinese_and_english():
    for vocabulary in terms.VOCABULARIES.values():
        for code, text in vocabulary.items():
            assert any("一" <= c <= "鿿" for c in text.zh), code
            assert text.en and text.en.isascii(), code


def test_a_state_is_open_or_an_end_and_never_both():
    assert set(terms.ITEM_STATES) == set(terms.OPEN_STATES) | set(terms.ENDS)
    assert not set(terms.OPEN_STATES) & set(terms.ENDS)


def test_every_kind_of_event_has_a_rule_and_a_name():
    assert set(terms.EVENTS) == set(RULES)


def test_labels_are_the_domains_words():
    assert str(terms.label("item_state", "cleared")) == "已销号"
    assert terms.label("measure", "open_exit").zh == "拆窗破网"
    assert terms.label("mark", "escalated").zh == "挂牌督办"


def test_a_code_from_a_newer_version_is_shown_as_it_stands():
    assert str(terms.label("measure", "fly_away")) == "fly_away"


def test_an_unknown_vocabulary_is_our_bug():
    with pytest.raises(OurBug, match="colour"):
        terms.label("colour", "red")
