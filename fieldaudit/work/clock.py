"""Does this laptop's clock contradict what the laptop has seen? Told, never refused: a record must not wait for a clock."""

from __future__ import annotations

from ..domain.core import hlc_ms
from ..i18n import Text, tr
from ..store import queries
from .desk import Desk, local_time

BEHIND_MS = 5 * 60_000  # clocks of honest laptops differ by less
AHEAD_DAYS = 60
_DAY = 24 * 3600 * 1000


def doubts(desk: Desk) -> list[Text]:
    """What is odd about the present time, compared with the newest act that is here and with this laptop's certificate."""
    device, newest = queries.newest_seen(desk.store)
    certificate = desk.store.trust.latest(desk.store.trust.device)
    now, seen = desk.now, hlc_ms(newest)
    if newest and now < seen - BEHIND_MS:
        return [
            tr(
                f"本机时钟是 {local_time(now)}，但设备 {device} 已有 {local_time(seen)} 的记录：请核对时钟",
                f"this laptop's clock says {local_time(now)}, but laptop {device} recorded at {local_time(seen)}: check the clock",
            )
        ]
    if certificate is not None and now > certificate.valid_to:
        return [
            tr(
                f"本机时钟是 {local_time(now)}，晚于本机证书的期限 {local_time(certificate.valid_to)}：请核对时钟",
                f"this laptop's clock says {local_time(now)}, past its certificate's end {local_time(certificate.valid_to)}",
            )
        ]
    if newest and now > seen + AHEAD_DAYS * _DAY:
        return [
            tr(
                f"本机时钟是 {local_time(now)}，距最近的记录已 {(now - seen) // _DAY} 天：请核对时钟",
                f"this laptop's clock says {local_time(now)}, {(now - seen) // _DAY} days after the newest record: check the clock",
            )
        ]
    return []
