"""Verbs of the hub: hub serve, hub status."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import BadInput
from ..i18n import tr
from . import hub_enrol
from .base import Session, fields
from .usage import Verbs

if TYPE_CHECKING:
    from ..sync.hub.running import Hub

pass_session = click.make_pass_decorator(Session)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the program."""
    root.add_command(hub)
    hub_enrol.register_on(hub)


@click.group(cls=Verbs)
def hub() -> None:
    """The hub and the supervisors' pages."""


@hub.command("serve")
@click.option("--data", required=True, type=_FOLDER, help="The hub's folder; made, with its keys, when it is not there.")
@click.option("--store", default=None, help="Where objects lie, if not in that folder: s3://bucket/prefix.")
@click.option("--store-option", multiple=True, help="Of the store: key=value, such as endpoint=https://…; keys: AWS_….")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8443, show_default=True, type=click.IntRange(0, 65535), help="The port; 0: any free one.")
@click.option("--tls-cert", type=_FILE, default=None, help="The certificate (PEM), with the chain.")
@click.option("--tls-key", type=_FILE, default=None, help="Its key (PEM).")
@click.option("--proxy-from", default="", help="Address of a proxy in front whose X-Forwarded-For is believed.")
@pass_session
def hub_serve(
    session: Session, data: Path, store: str | None, store_option: tuple[str, ...], host: str, port: int,
    tls_cert: Path | None, tls_key: Path | None, proxy_from: str,
) -> None:  # fmt: skip
    """Serve a hub until Ctrl+C or SIGTERM. A new one shows the code by which the administrator claims it."""
    from ..sync.hub.serve import Options, serve

    if (tls_cert is None) != (tls_key is None):
        raise BadInput(tr("证书与私钥要一起给", "certificate and key go together"), where="--tls-cert, --tls-key")
    options = Options(data, store, _store_options(store_option), host, port, tls_cert, tls_key, proxy_from)
    serve(options, partial(_told, session))


def _store_options(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise BadInput(tr("存储选项写作 名=值", "a store option is written key=value"), where=pair)
        found[name] = value
    return found


def _told(session: Session, running: Hub, address: str) -> None:
    state = running.state
    data = {"address": address, "claimed": state.claimed, "device": state.device or None, "code": state.code or None}
    text = tr(f"集中站已启动，地址 {address}", f"The hub is served at {address}")
    if session.as_json:
        session.emit(data)
    else:
        click.echo(f"{text.zh}\n{text.en}")
        if not state.claimed:
            click.echo(f"还没有归属。请管理员用此一次性码认领：{state.code}")
            click.echo(f"Unclaimed. The administrator claims it with the one-time code {state.code}")
    sys.stdout.flush()


@hub.command("status")
@click.option("--data", default=None, type=_FOLDER, help="The hub's folder, on its own machine.")
@click.option("--url", default=None, help="Or its address: does it answer, and who is it?")
@click.option("--ca", default=None, type=_FILE, help="With --url: trust this authority (PEM) instead of the system's.")
@pass_session
def hub_status(session: Session, data: Path | None, url: str | None, ca: Path | None) -> None:
    """What a hub is, from its folder or over the network. Exit 1 when it is not there or does not answer."""
    from ..sync.hub.look import look_at_data, look_at_url

    if (data is None) == (url is None):
        raise BadInput(tr("用 --data 或 --url 之一", "use one of --data and --url"))
    found: dict[str, Any] = look_at_data(data) if data is not None else look_at_url(str(url), ca)
    titles = {
        "address": tr("地址", "address"), "claimed": tr("已有归属", "claimed"), "device": tr("编号", "device"),
        "code": tr("认领码", "code to claim it"),
        "clock_off_ms": tr("时钟相差（毫秒）", "clock off (ms)"), "chunk": tr("每次最多（字节）", "largest body (bytes)"),
        "objects": tr("对象", "objects"), "bytes": tr("字节", "bytes"), "bad": tr("移开的坏对象", "bad objects aside"),
    }  # fmt: skip
    session.emit(found, lambda: fields({title: found.get(name) for name, title in titles.items()}))
