"""Promises of kept facts: one canonical text, photos by their hash, and nothing read back that is not what it says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime

import pytest
from paper_examples import NOTICE, PARTY

from fieldaudit.documents.facts import NoticeFacts, Photo, PlanFacts, PlanLine, facts_json, facts_sha256, has_field, read_facts
from fieldaudit.errors import BadInput

PLAN = PlanFacts("通辽市民政局", PARTY, (PlanLine("走道", "堆物", "general", "即改", budget_yuan=500.0),), NOTICE.issued_on,
                 datetime(2026, 11, 24, 16, 32))


def test_the_text_is_canonical() -> None:
    text = facts_json(NOTICE)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "通辽市民政局" in text


def test_a_photo_stands_by_the_hash_of_its_bytes_and_is_not_read_back() -> None:
    photo = Photo("P05", "走道", "ab" * 32, b"jpeg")
    assert json.loads(facts_json(photo))["jpeg"] == {"sha256": hashlib.sha256(b"jpeg").hexdigest()}
    assert facts_sha256(photo) != facts_sha256(replace(photo, jpeg=b"other"))
    assert read_facts(Photo, facts_json(replace(photo, jpeg=None))) == replace(photo, jpeg=None)
    with pytest.raises(BadInput, match="Photo"):
        read_facts(Photo, facts_json(photo))


def test_papers_of_two_kinds_with_the_same_fields_have_different_hashes() -> None:
    said = {type(facts).__name__: facts_sha256(facts) for facts in (NOTICE, PLAN)}
    assert len(set(said.values())) == 2
    assert facts_sha256(NOTICE) == hashlib.sha256(f"NoticeFacts\n{facts_json(NOTICE)}".encode()).hexdigest()


@pytest.mark.parametrize(("field", "wrong"), [
    ("bureau", 7), ("version", True), ("version", "1"), ("draft", 1), ("mode", "sometimes"), ("inspectors", "甲"),
    ("issued_on", "gestern"), ("party", {"name": "甲"}), ("party", {"name": "甲", "address": "乙", "rank": "丙"}), ("strange", 1)])
def test_what_is_not_of_its_type_is_refused(field: str, wrong: object) -> None:
    kept = json.loads(facts_json(NOTICE))
    assert read_facts(NoticeFacts, json.dumps(kept)) == NOTICE
    with pytest.raises(BadInput, match="NoticeFacts"):
        read_facts(NoticeFacts, json.dumps({**kept, field: wrong}))


def test_whole_sums_of_money_are_read_as_they_were_kept() -> None:
    assert read_facts(PlanFacts, facts_json(PLAN)) == PLAN
    whole = replace(PLAN, lines=(replace(PLAN.lines[0], budget_yuan=500),))
    assert facts_sha256(read_facts(PlanFacts, facts_json(whole))) == facts_sha256(whole)


def test_fields_are_known_by_name_and_parts_by_name_after_a_dot() -> None:
    assert [has_field(NoticeFacts, name) for name in ("bureau", "party.phone", "party.rank", "rank", "bureau.name", "")] == [
        True, True, False, False, False, False]


def test_text_that_no_encoding_takes_still_has_a_hash() -> None:
    odd = replace(NOTICE, contact="科\ud800")
    assert len(facts_sha256(odd)) == 64 and facts_sha256(odd) != facts_sha256(NOTICE)
