"""Verbs of the supervisors' pages: hub site, hub link."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from ..i18n import tr
from ..work.site_link import site_link
from .base import Session
from .usage import Verb, Verbs

pass_session = click.make_pass_decorator(Session)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def register_on(root: click.Group) -> None:
    """Hang the verbs on the group of the hub, which is made where there is none yet."""
    hub = root.commands.get("hub")
    if not isinstance(hub, click.Group):
        hub = Verbs("hub", help="The hub and the supervisors' pages.")
        root.add_command(hub)
    for command in (hub_site, hub_link):
        hub.add_command(command)


@click.command("site", cls=Verb)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; another host than this machine needs TLS.")
@click.option("--port", default=8444, show_default=True, type=click.IntRange(0, 65535), help="The port; 0: any.")
@click.option("--tls-cert", type=_FILE, default=None, help="The certificate (PEM), with the chain.")
@click.option("--tls-key", type=_FILE, default=None, help="Its key (PEM).")
@click.option("--behind-tls", is_flag=True, help="A proxy in front of it, on this machine, speaks TLS.")
@click.option("--address", default="", help="How readers reach it: https://pages.example.cn (default: from host and port).")
@click.option("--hub", "hub_url", default="", help="The hub to sync with in the background (default: the one it knows).")
@click.option("--sync-every", default=60.0, show_default=True, type=click.FloatRange(5, 86_400), help="Seconds between two syncs.")
@pass_session
def hub_site(
    session: Session, host: str, port: int, tls_cert: Path | None, tls_key: Path | None, behind_tls: bool, address: str,
    hub_url: str, sync_every: float,
) -> None:  # fmt: skip
    """Serve the supervisors' pages, for reading only, from this workspace until Ctrl+C. Open them with hub link."""
    from ..site.serve import Listening, serve

    where = Listening(host, port, tls_cert, tls_key, behind_tls, address)
    serve(session.workspace, session.passphrase(), where, partial(_told, session), hub_url, sync_every)


def _told(session: Session, address: str) -> None:
    session.emit({"address": address}, tr(f"查看网站已启动，地址 {address}", f"The pages are served at {address}"))
    sys.stdout.flush()


@click.command("link", cls=Verb)
@click.argument("url")
@pass_session
def hub_link(session: Session, url: str) -> None:
    """Make a link that opens the supervisors' pages once, within ten minutes. URL: as the pages' first page shows it."""
    with session.desk(acting=True) as desk:
        link = site_link(desk, url)
    session.emit({"link": link}, link)
