"""One-time links and sessions: what is signed, who is let in, once, and for how long."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_world import City, now_ms, token_of

from fieldaudit.domain.core import RowId
from fieldaudit.errors import BadInput, Damaged, FieldauditError, NotAllowed
from fieldaudit.site.entering import IDLE_S, KEPT_MS, LONGEST_S, MOST_SESSIONS, Sessions, UsedLinks, linked, reader
from fieldaudit.store import Workspace
from fieldaudit.store.trust import Trust
from fieldaudit.wire.keys import DeviceKeys
from fieldaudit.wire.site_link import LIFETIME_MS, LONGEST_TOKEN, SiteLink, read_link, sign_link
from fieldaudit.work.desk import Desk
from fieldaudit.work.site_link import site_link

pytestmark = pytest.mark.slow  # a bureau is founded

KEYS = DeviceKeys.from_seeds(bytes(32), bytes(range(32)))
OTHER = DeviceKeys.from_seeds(bytes([1]) * 32, bytes(range(32)))
LINK = SiteLink(3, RowId(77), 2, bytes(range(16)), 1_000, 1_000 + LIFETIME_MS)
ADDRESS = "https://pages.example.cn/#2"


def key_of(device: int) -> bytes | None:
    return KEYS.sign_public if device == 3 else None


# -- the token ---------------------------------------------------------------------------------------------
def test_a_token_says_what_was_signed() -> None:
    token = sign_link(KEYS.sign, LINK)
    assert read_link(token, key_of) == LINK
    assert len(token) < LONGEST_TOKEN and set(token).isdisjoint("+/=#?&")


@given(st.integers(0, 10_000), st.sampled_from("AZaz09-_"))
def test_a_token_altered_anywhere_is_none(at: int, letter: str) -> None:
    token = sign_link(KEYS.sign, LINK)
    at %= len(token)
    altered = token[:at] + letter + token[at + 1 :]
    if altered != token:
        with pytest.raises(Damaged):
            read_link(altered, key_of)


@given(st.text(max_size=80) | st.text("AZaz09-_=", max_size=200))
def test_what_is_no_token_is_refused_as_damaged(text: str) -> None:
    with pytest.raises(Damaged):
        read_link(text, key_of)


def test_a_token_of_another_key_an_unknown_device_or_too_long_a_life_is_none() -> None:
    forged = sign_link(OTHER.sign, LINK)
    stranger = sign_link(KEYS.sign, SiteLink(4, LINK.person, 2, LINK.nonce, LINK.since, LINK.until))
    lasting = sign_link(KEYS.sign, SiteLink(3, LINK.person, 2, LINK.nonce, LINK.since, LINK.until + 1))
    backwards = sign_link(KEYS.sign, SiteLink(3, LINK.person, 2, LINK.nonce, LINK.since, LINK.since - 1))
    other_thing = base64.urlsafe_b64encode(
        base64.urlsafe_b64decode(sign_link(KEYS.sign, LINK) + "==").replace(b"site-link/1", b"hub-link/1x")
    )
    for token in (forged, stranger, lasting, backwards, other_thing.decode().rstrip("="), "A" * (LONGEST_TOKEN + 1)):
        with pytest.raises(Damaged):
            read_link(token, key_of)


# -- who may make one --------------------------------------------------------------------------------------
def test_supervisors_and_administrators_make_links_and_nobody_else(city: City) -> None:
    for who in ("科长", "管理员"):
        assert city.link(ADDRESS, who).startswith("https://pages.example.cn/enter?t=")
    with pytest.raises(NotAllowed, match="科室负责人和管理员"):
        city.link(ADDRESS, "甲")
    with pytest.raises(NotAllowed):
        site_link(Desk(city.office.workspace, now_ms()), ADDRESS)


@pytest.mark.parametrize(
    "address",
    ["", "https://pages.example.cn/#", "https://pages.example.cn?#2", "https://pages.example.cn/x#2", "ftp://pages.example.cn/#2",
     "https://a@evil.example/#2", "https://pages.example.cn/#2x", "http://pages.example.cn/#2", "javascript:alert(1)#2",
     "https://pages.example.cn:999999/#2", "https://pages.example.cn/#99"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(city: City, address: str) -> None:
    with pytest.raises(BadInput):
        city.link(address)


def test_without_tls_only_this_machine_is_an_address(city: City) -> None:
    for host in ("127.0.0.1:8470", "localhost", "[::1]:99"):
        assert city.link(f"http://{host}/#2").startswith(f"http://{host}/enter?t=")


def test_an_address_without_a_number_is_that_of_the_one_laptop_that_lists_nobody(city: City, trust: Trust) -> None:
    link = city.link("https://pages.example.cn:8444")
    assert read_link(token_of(link), trust.sign_key).site == trust.device == 2
    with pytest.MonkeyPatch.context() as patch:
        known = city.office.workspace.store.trust
        patch.setattr(known, "revocations", {**known.revocations, 2: None})
        with pytest.raises(BadInput, match="设备编号"):
            city.link("https://pages.example.cn:8444")


# -- who is let in -----------------------------------------------------------------------------------------
@pytest.fixture
def trust(city: City) -> Trust:
    """What the site knows."""
    with Workspace.open(city.folder / "same as site", None) as workspace:
        return workspace.store.trust


def judged(trust: Trust, link: str, now: int) -> str:
    """"" for who is let in, else why not."""
    try:
        linked(trust, token_of(link), now)
    except FieldauditError as why:
        return str(why.what)
    return ""


def test_a_link_lets_in_within_its_ten_minutes(city: City, trust: Trust) -> None:
    now = now_ms()
    link = city.link(ADDRESS, at=now)
    assert [judged(trust, link, now + seconds * 1000) for seconds in (-100, 0, 599)] == ["", "", ""]
    assert "过期" in judged(trust, link, now + LIFETIME_MS + 1)
    with pytest.raises(NotAllowed) as late:  # a laptop that is slow makes none that is in time
        linked(trust, token_of(link), now + LIFETIME_MS + 1)
    assert "时钟" in str(late.value.todo)
    assert "将来" in judged(trust, link, now - 121_000)


def test_a_link_for_another_site_of_a_revoked_laptop_or_by_an_inspector_lets_nobody_in(city: City, trust: Trust) -> None:
    now = now_ms()
    assert "另一个网站" in judged(trust, city.link("https://pages.example.cn/#1"), now)
    assert "吊销" in judged(trust, city.link("https://pages.example.cn/#2", device="gone"), now)
    with Workspace.open(city.folder / "other", None) as workspace:
        keys = workspace.store.trust.keys
        assert keys is not None
        said = SiteLink(3, city.office.people["甲"], 2, bytes(16), now, now + 1000)
        inspector = sign_link(keys.sign, said)
        stranger = sign_link(keys.sign, SiteLink(3, city.office.people["丙"], 2, bytes(16), now, now + 1000))
    assert "科室负责人" in judged(trust, f"?t={inspector}", now)
    assert "科室负责人" in judged(trust, f"?t={stranger}", now)


def test_a_reader_sees_what_her_certificate_and_the_site_share(city: City, trust: Trust) -> None:
    now = now_ms()
    assert reader(trust, 1, city.office.people["科长"], now).scopes == {0, 1, 2}
    assert reader(trust, 3, city.office.people["科长乙"], now).scopes == {0, 1}
    with pytest.raises(NotAllowed, match="有效期"):
        reader(trust, 1, city.office.people["科长"], now + 4 * 365 * 24 * 3_600_000)


# -- once --------------------------------------------------------------------------------------------------
def test_a_link_is_used_once_also_after_a_restart_and_until_long_after_it_ran_out(tmp_path: Path) -> None:
    path = tmp_path / "used.json"
    UsedLinks(path).use(LINK, 2_000)
    for now in (2_000, LINK.until + KEPT_MS - 1):
        with pytest.raises(NotAllowed, match="已经用过"):
            UsedLinks(path).use(LINK, now)
    later = SiteLink(3, LINK.person, 2, bytes(16), LINK.until + KEPT_MS, LINK.until + KEPT_MS + 1)
    UsedLinks(path).use(later, later.since)
    assert list(json.loads(path.read_text())) == [f"3-{bytes(16).hex()}"], "the file does not grow for ever"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"3-00": "x"}', "\udcff"])
def test_a_record_of_used_links_that_is_damaged_lets_nobody_in(tmp_path: Path, content: str) -> None:
    path = tmp_path / "used.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(Damaged):
        UsedLinks(path)


# -- sessions ----------------------------------------------------------------------------------------------
def test_a_session_ends_after_eight_hours_or_half_an_hour_without_use() -> None:
    sessions = Sessions()
    cookie = sessions.begin(1, RowId(7), "zh", 0)
    assert sessions.find(cookie, IDLE_S - 1) is not None
    assert sessions.find(cookie, 2 * IDLE_S) is None and sessions.find(cookie, 0) is None
    busy = sessions.begin(1, RowId(7), "zh", 0)
    for at in range(0, LONGEST_S, IDLE_S // 2):
        assert sessions.find(busy, at) is not None
    assert sessions.find(busy, LONGEST_S) is None


def test_a_session_that_is_ended_or_made_up_is_none_and_there_are_not_too_many() -> None:
    sessions = Sessions()
    cookie = sessions.begin(1, RowId(7), "zh", 0)
    assert sessions.find("x", 0) is None and sessions.find("\udcff", 0) is None
    sessions.end(cookie)
    assert sessions.find(cookie, 0) is None
    first, *rest = [sessions.begin(1, RowId(7), "zh", at / 1000) for at in range(MOST_SESSIONS + 1)]
    assert sessions.find(first, 1) is None and sessions.find(rest[0], 1) is not None
