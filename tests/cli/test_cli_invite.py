"""Inviting a laptop by the verb: the one-time code is shown whatever becomes of the sync after it."""

from __future__ import annotations

import json

import pytest
from terminal import Terminal

from fieldaudit.store import Workspace
from fieldaudit.sync.http import Settings, remember
from fieldaudit.wire.invitation import Box

NOBODY = "http://127.0.0.1:1"


def test_an_invitation_shows_its_code_also_when_the_hub_is_away(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Workspace.open(terminal.workspace, None) as workspace:
        remember(workspace, Settings(NOBODY))
    away = terminal.run("sync", "hub")
    ran = terminal.run("hub", "invite", "--person", "检查员甲", "--json", person="管理员")
    told = json.loads(ran.out)
    (kept,) = terminal.do("hub", "invitations", person="")
    assert Box.of_code(told["code"]).id == told["id"] == kept["id"] and told["invitation"] == f"{NOBODY}#{told['code']}"
    assert ran.status == away.status != 0 and NOBODY in ran.err
    assert "邀请已保存" in terminal.run("hub", "invite", "--person", "检查员甲", person="管理员").err
