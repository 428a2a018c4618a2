"""What a hub answers: canonical JSON, and refusals that a person can read in both languages. Knows no endpoint."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from ...i18n import Text, tr
from ...wire.canon import canonical

_SAID = {
    "unknown-device": (401, tr("集中站没有这台设备的证书", "this hub holds no certificate of that device")),
    "revoked": (403, tr("这台设备已被吊销", "that device was revoked")),
    "expired": (403, tr("设备证书不在有效期内", "the device's certificate is not in force")),
    "not-yet": (403, tr("设备证书还没有生效", "the device's certificate is not in force yet")),
    "bad-signature": (401, tr("请求的签名不符", "the request is not signed by that device")),
    "clock": (401, tr("时钟与集中站相差太多", "the clocks differ too much")),
    "replayed": (401, tr("这个请求已经来过", "that request was made before")),
    "scope": (403, tr("这台设备无权存取该地区", "that device has no part in this district")),
    "too-large": (413, tr("内容太大", "too large")),
    "slow": (408, tr("内容来得太慢", "the body comes too slowly")),
    "busy": (503, tr("集中站正忙，请稍后再试", "busy; try again soon")),
    "malformed": (400, tr("请求不合约定", "the request is not as agreed")),
    "damaged": (422, tr("内容不是它的名称所说的", "the content is not what its name says")),
    "unknown-author": (422, tr("还没有作者设备的证书", "its author's certificate is not here yet")),
    "different": (409, tr("该名称下已有别的内容", "something else lies under that name")),
    "absent": (404, tr("没有这个对象", "there is no such object")),
    "full": (507, tr("磁盘已满", "the disk is full")),
    "unclaimed": (503, tr("集中站还不属于任何单位", "this hub belongs to no bureau yet")),
    "claimed": (409, tr("集中站已有归属", "the hub belongs to a bureau already")),
    "closed": (404, tr("没有这个邀请，或已过期", "there is no such invitation, or it has ended")),
    "internal": (500, tr("集中站出错", "the hub failed")),
}
CODES = frozenset(_SAID)


class Refusal(Exception):
    """A request is refused: `code` and `more` stand in the answer; `wait`: seconds until it may come again."""

    def __init__(self, code: str, why: Text | None = None, *, wait: int = 0, **more: object) -> None:
        super().__init__(code)
        self.code, self.why, self.wait, self.more = code, why, wait, more

    def answer(self) -> Response:
        """The refusal as it is sent."""
        status, usual = _SAID[self.code]
        why = self.why or usual
        headers = {"Retry-After": str(self.wait or 2)} if self.wait or self.code == "busy" else {}
        return as_json({"error": self.code, "zh": why.zh, "en": why.en, **self.more}, 429 if self.wait else status, headers)


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Canonical JSON."""
    return Response(canonical(value), status, headers, "application/json")
