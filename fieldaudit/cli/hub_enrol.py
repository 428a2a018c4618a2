"""Verbs of the hub that make somebody part of the bureau: hub claim, hub invite, hub invitations, hub withdraw, hub enrol."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..domain.core import Scope
from ..errors import BadInput, FieldauditError
from ..i18n import Text, tr
from ..store.fresh import new_workspace
from ..store.keyfile import KEY_FILE
from ..wire.invitation import invitation_text, split_invitation
from ..work import invitations as acts
from ..work.desk import Desk, local_time
from .base import Session, now_ms, person_id, secret, table

if TYPE_CHECKING:
    from ..store import Workspace
    from ..sync.http import Settings

pass_session = click.make_pass_decorator(Session)
_CA = click.option(
    "--ca", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Trust this file of certificates for TLS."
)
_PAUSE_S = 2.0  # between two looks whether the grant is there


def register_on(hub: click.Group) -> None:
    """Hang the verbs on the hub's group."""
    for command in (hub_claim, hub_invite, hub_invitations, hub_withdraw, hub_enrol):
        hub.add_command(command)


def _settings(url: str, ca: Path | None) -> Settings:
    from ..sync.http import Settings

    return Settings(url, ca="" if ca is None else str(ca.resolve()))


@click.command("claim")
@click.argument("url")
@click.option("--code", default=None, help="What the hub's console shows (default: asked for).")
@_CA
@pass_session
def hub_claim(session: Session, url: str, code: str | None, ca: Path | None) -> None:
    """On the bureau's first laptop: make a new hub the bureau's own, then sync with it."""
    from ..sync.http import claim_hub, sync_with

    typed = code if code is not None else secret("FIELDAUDIT_CODE", tr("集中站显示的认领码", "The code that the hub shows"))
    settings = _settings(url, ca)
    with session.desk(acting=True) as desk:
        device = claim_hub(desk, settings, typed)
        sync_with(desk.workspace, settings, desk.now)
    session.emit(
        {"hub": device, "url": settings.url},
        tr(f"集中站已归本局，是设备 {device}；已与它同步。", f"The hub is the bureau's, as device {device}; synced with it."),
    )


@click.command("invite")
@click.option("--person", "persons", multiple=True, required=True, help="Who may act on that laptop; repeat.")
@click.option("--district", "districts", multiple=True, help="Districts it carries (default: all); repeat.")
@click.option("--hours", default=24, show_default=True, type=click.IntRange(1, 14 * 24), help="How long the invitation is good.")
@pass_session
def hub_invite(session: Session, persons: tuple[str, ...], districts: tuple[str, ...], hours: int) -> None:
    """On the bureau's first laptop: invite a laptop; shows the one-time code. It is granted when this laptop next syncs."""
    from ..sync.http import hub_of, sync_with

    with session.desk(acting=True) as desk:
        settings = hub_of(desk.workspace)
        if settings is None:
            raise BadInput(
                tr("还不知道集中站的网址", "the hub's address is not known yet"),
                todo=tr("先运行 fieldaudit hub claim 或 sync hub。", "Run fieldaudit hub claim or sync hub first."),
            )
        scopes = _scopes(desk, districts)
        people = [person_id(desk, name) for name in persons]
        made, code = acts.invite(desk, people, scopes, desk.now + hours * acts.HOUR_MS)
        text = invitation_text(settings.url, code)
        said = tr(
            f"邀请码：{code}\n有效至：{local_time(made.until)}\n"
            f"在新电脑上运行：fieldaudit hub enrol {text}\n然后在本机再同步一次。",
            f"Code: {code}\nGood until: {local_time(made.until)}\nOn the new laptop: fieldaudit hub enrol {text}\nThen sync here.",
        )
        session.emit({"code": code, "invitation": text, "id": made.box.id, "until": made.until}, said)  # never shown again
        try:
            sync_with(desk.workspace, settings, desk.now)  # the box is open from now on
        except FieldauditError as error:
            error.safe = tr(
                "邀请已保存，邀请码如上；本机与集中站同步后才能用。",
                "The invitation is kept, with the code above; it can be used once this laptop has synced with the hub.",
            )
            raise


def _scopes(desk: Desk, districts: tuple[str, ...]) -> list[Scope]:
    """The scopes of districts by name; all of them without any. Raises BadInput."""
    known = {row["name"]: Scope(row["scope"]) for row in desk.store.find("district")}
    unknown = sorted(set(districts) - set(known))
    if unknown:
        raise BadInput(
            tr(f"没有这个旗县市区：{'、'.join(unknown)}", f"there is no such district: {', '.join(unknown)}"), todo="、".join(known)
        )
    return [known[name] for name in districts or known]


@click.command("invitations")
@pass_session
def hub_invitations(session: Session) -> None:
    """List the invitations that are open here, and which laptop each was granted to."""
    with session.desk() as desk:
        rows: list[dict[str, Any]] = [
            {
                "id": each.box.id,
                "people": [desk.name_of(person) for person in each.people],
                "until": local_time(each.until),
                "device": each.device or None,
            }
            for each in acts.open_invitations(desk.store, desk.now)
        ]
    columns: dict[str, Text] = {
        "id": tr("编号", "id"), "people": tr("人员", "people"), "until": tr("有效至", "good until"),
        "device": tr("已授权为设备", "granted as"),
    }  # fmt: skip
    shown = [{**row, "people": "、".join(row["people"])} for row in rows]
    session.emit(rows, lambda: table(shown, columns, tr("没有邀请", "no invitations")))


@click.command("withdraw")
@click.argument("invitation")
@pass_session
def hub_withdraw(session: Session, invitation: str) -> None:
    """Take an invitation back, by its id: nobody is granted by it any more."""
    with session.desk(acting=True) as desk:
        acts.withdraw(desk, invitation)
    session.emit({"id": invitation, "withdrawn": True}, tr("邀请已撤回。", "The invitation is taken back."))


@click.command("enrol")
@click.argument("invitation")
@click.option("--code", default=None, help="The one-time code, if INVITATION is only the hub's address.")
@click.option("--label", default="laptop", help="What the office calls this laptop.")
@click.option("--wait", default=600, show_default=True, type=click.IntRange(0), metavar="SECONDS", help="How long to wait.")
@click.option("--unprotected", is_flag=True, help="Keep the key beside the data (demos only).")
@_CA
@pass_session
def hub_enrol(
    session: Session, invitation: str, code: str | None, label: str, wait: int, unprotected: bool, ca: Path | None
) -> None:
    """On a new laptop: join the bureau with an invitation (HUB#CODE), then sync. Run again to go on waiting."""
    from ..sync.http import sync_with

    url, written = split_invitation(invitation)
    settings = _settings(url, ca)
    with _workspace(session, unprotected) as workspace:
        device = _joined(workspace, settings, code or written, label, wait)
        if device:
            sync_with(workspace, settings, now_ms())
    if not device:
        raise BadInput(
            tr("还没有获得授权：建局的电脑还没有同步", "not granted yet: the bureau's first laptop has not synced"),
            where=settings.url,
            safe=tr("申请已留在集中站。", "The request lies at the hub."),
            todo=tr("请管理员在建局的电脑上同步，再运行一次本命令。", "Have the admin sync, then run this again."),
        )
    session.emit(
        {"device": device}, tr(f"本机已注册为设备 {device}，并已同步。", f"This laptop is device {device}, and has synced.")
    )


def _workspace(session: Session, unprotected: bool) -> AbstractContextManager[Workspace]:
    """A new workspace, or the one that asked before."""
    if (session.workspace / KEY_FILE).exists():
        return session.open()
    passphrase = None if unprotected else secret("FIELDAUDIT_PASSPHRASE", tr("口令", "Passphrase"))
    return new_workspace(session.workspace, passphrase)


def _joined(workspace: Workspace, settings: Settings, code: str, label: str, wait: int) -> int:
    """Ask, then wait for the grant; gives the device's number, 0: not granted in time. One that was granted goes on."""
    from ..sync.http import Joining

    trust = workspace.store.trust
    if trust.device and trust.latest(trust.device) is not None:
        return trust.device
    joining = Joining(workspace, settings, code, label)
    joining.ask()
    until = time.monotonic() + wait
    while not (device := joining.take()) and time.monotonic() < until:
        time.sleep(_PAUSE_S)
    return device
