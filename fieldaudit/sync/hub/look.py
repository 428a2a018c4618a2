"""A look at a hub: at its folder on its own machine, or over the network without being anybody. Changes nothing."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import Any

from ...errors import BadInput, MachineError
from ...i18n import tr
from ...wire.canon import Malformed, loaded
from ...wire.hub import NONCE_SIZE
from .state import FILE, OBJECTS, HubState

_PATIENCE_S = 10.0


def look_at_data(data: Path) -> dict[str, Any]:
    """What lies in a hub's folder. Raises BadInput when none does, Damaged."""
    if not (data / FILE).is_file():
        raise BadInput(tr("这里没有集中站", "there is no hub here"), where=str(data))
    state = HubState.open(data)
    found: dict[str, Any] = {"claimed": state.claimed, "device": state.device or None, "code": state.code or None}
    if (data / OBJECTS).is_dir():
        found |= _counted(data / OBJECTS)
    return found


def _counted(folder: Path) -> dict[str, int]:
    counted = {"objects": 0, "bytes": 0, "bad": 0}
    for top, _, names in os.walk(folder):
        kind = Path(top).relative_to(folder).parts[:1]
        if kind == ("bad",):
            counted["bad"] += len(names)
        elif kind not in ((), ("parts",), ("enrol",)):
            for name in names:
                with contextlib.suppress(FileNotFoundError):  # a hub that runs has renamed it meanwhile, or put a newer one
                    counted["bytes"] += (Path(top) / name).stat().st_size
                    counted["objects"] += 1
    return counted


def look_at_url(url: str, ca: Path | None = None) -> dict[str, Any]:
    """What a hub says of itself to anybody. That it is the bureau's own is for a workspace to judge.

    Raises MachineError; BadInput for a `ca` that holds no certificates.
    """
    import ssl

    import httpx

    base = url.rstrip("/")
    try:
        trusted: Any = ssl.create_default_context(cafile=str(ca)) if ca is not None else True
    except OSError as error:
        raise BadInput(
            tr("不是 PEM 格式的证书", "no certificate in PEM form"),
            where=str(ca),
            todo=tr("用 --ca 给出 PEM 格式的 CA 证书文件。", "Give --ca a file of certificates in PEM form."),
        ) from error
    try:
        with httpx.Client(verify=trusted, timeout=_PATIENCE_S) as client:
            begun = time.monotonic()
            alive = client.get(f"{base}/health")
            said = client.get(f"{base}/v1/hub", params={"nonce": os.urandom(NONCE_SIZE).hex()})
            half_way = int((time.monotonic() - begun) * 500)
            fields = loaded(said.content)
    except (httpx.HTTPError, httpx.InvalidURL, Malformed, OSError) as error:
        raise MachineError(
            tr("没有回答", "no answer"),
            where=url,
            todo=tr("检查地址、网络和集中站是否在运行。", "Check the address, the network and the hub."),
        ) from error
    if alive.status_code != 200 or said.status_code != 200 or not isinstance(fields, dict):
        raise MachineError(tr("回答的不是可用的集中站", "what answers is no hub that works"), where=url)
    if "unclaimed" in fields:
        return {"address": base, "claimed": False, "device": None}
    clock = int(fields.get("at", 0)) - time.time_ns() // 1_000_000 + half_way
    return {"address": base, "claimed": True, "device": fields.get("device"), "chunk": fields.get("chunk"), "clock_off_ms": clock}
