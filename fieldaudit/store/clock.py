"""The hybrid logical clock of one device. Pure: wall time and causes are passed in.

The next reading exceeds the own last one, the wall clock and everything the act builds on; it follows nothing
else, so a clock that is wrong elsewhere spreads only along what people really built on it.
"""

from __future__ import annotations

from ..domain.core import HLC_SHIFT
from ..errors import NotAllowed
from ..i18n import tr


def next_hlc(last: int, wall_ms: int, builds_on: int, valid_from: int, valid_to: int) -> int:
    """The clock of the next commit. Dates in ms. Raises NotAllowed past the certificate's end."""
    reading = max(last + 1, wall_ms << HLC_SHIFT, valid_from << HLC_SHIFT, builds_on + 1)
    if reading >> HLC_SHIFT > valid_to:
        raise NotAllowed(
            tr("本机证书已过期", "this laptop's certificate has expired"),
            todo=tr(
                "请管理员在建局的电脑上续期（办法见 sync status），然后同步。",
                "Ask the admin to renew it on the bureau's first laptop (sync status says how), then sync.",
            ),
        )
    return reading
