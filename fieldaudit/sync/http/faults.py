"""What can be wrong between a laptop and a hub, and what to do about it, in two languages."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from ...errors import Damaged, FieldauditError, MachineError, NotAllowed
from ...i18n import Text, tr

_KEPT = tr("已到达的都已保存；下次同步接着做。", "All that arrived is kept; the next sync goes on from there.")
_LATER = tr("过一会儿再试；也可以先用 U 盘同步。", "Try again later, or use a USB stick meanwhile.")
_NETWORK = tr("检查网络连接后重试；也可以先用 U 盘同步。", "Check the network and try again, or use a USB stick meanwhile.")
_NO_NAME = tr("找不到这个主机名（没有网络，或网址写错）", "the host's name is not found (no network, or a wrong address)")
_NOBODY = tr("连接被拒绝：集中站没有在运行，或端口不对", "connection refused: the hub does not run, or it is another port")
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)
_ADMIN = tr("请联系管理员。", "Ask the administrator.")
_VERSION = tr("两边程序的版本可能不同；请联系管理员。", "The two programs may be of different versions; ask the administrator.")


PROXY_NAME = tr(
    "检查代理的地址和权限；需要用户名和密码时，写成 http://用户名:密码@主机名:端口。",
    "Check the proxy's address and rights; where it wants a name and a password, write http://NAME:PASSWORD@HOST:PORT.",
)


class NoHub(MachineError):
    """The hub is not reached now: no network, nobody answers, somebody else answers. It may be by itself another time."""


class Again(Exception):
    """An attempt failed in a way that another may not; `fault` is what is raised when all have failed."""

    def __init__(self, fault: FieldauditError, after: float | None = None) -> None:
        super().__init__(fault)
        self.fault, self.after = fault, after  # `after`: seconds that the hub asked to wait


def machine(what: Text, where: str, todo: Text) -> NoHub:
    """An error of the way to the hub: what arrived is kept."""
    return NoHub(what, where=where, safe=_KEPT, todo=todo)


# -- no answer ---------------------------------------------------------------------------------------


def of_transport(error: Exception, url: str) -> Again | MachineError:
    """What an error of httpx means."""
    import httpx

    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _tls(cause, url)
    if isinstance(error, httpx.ProxyError):
        return machine(tr(f"代理服务器拒绝了：{error}", f"the proxy refused: {error}"), url, PROXY_NAME)
    if isinstance(error, (httpx.InvalidURL, UnicodeError)):  # no host is called so
        return machine(_NO_NAME, url, _NETWORK)
    if isinstance(error, httpx.TimeoutException):
        return Again(machine(tr("集中站没有及时回应", "the hub did not answer in time"), url, _NETWORK))
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return machine(_NO_NAME, url, _NETWORK)
        if isinstance(cause, ConnectionRefusedError):
            return Again(machine(_NOBODY, url, _LATER))
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return machine(tr("没有网络", "there is no network"), url, _NETWORK)
    return Again(machine(tr("连接中断", "the connection was cut"), url, _NETWORK))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _tls(error: ssl.SSLError, url: str) -> Again | MachineError:
    if isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message or str(error)
        return machine(
            tr(f"集中站的 TLS 证书不受信任：{said}", f"the hub's TLS certificate is not trusted: {said}"),
            url,
            tr("如果本局用自己的证书，用 --ca 指定其 CA 文件；否则不要继续，并告诉管理员。",
               "If the bureau has a certificate of its own, give its CA file with --ca; else stop and tell the administrator."),
        )  # fmt: skip
    what = tr(f"TLS 连接失败：{error.reason or error}", f"the TLS connection failed: {error.reason or error}")
    return Again(machine(what, url, tr("检查网址是 http 还是 https。", "Check whether the address is http or https.")))


# -- an answer that is none ----------------------------------------------------------------------------


def foreign(url: str, said: str) -> MachineError:
    """Somebody else answered: a login page of the network, another server."""
    return machine(
        tr(f"回答的不是本局的集中站（{said}）：可能是上网登录页，或网址写错", f"what answers is not our hub ({said}): "
           "perhaps the network's login page, or a wrong address"),
        url,
        tr("先在浏览器里登录网络，再重试；没有保存任何内容。",
           "Log in to the network in a browser, then try again; nothing was kept of it."),
    )  # fmt: skip


def bounded(url: str) -> MachineError:
    """A proxy before the hub takes no bodies as large as the hub does; this does not pass by itself."""
    return MachineError(
        tr("集中站前面的代理限制了请求的大小（HTTP 413）", "a proxy before the hub limits the size of requests (HTTP 413)"),
        where=url,
        safe=_KEPT,
        todo=tr(
            "请管理员放宽到 5 MB 以上（nginx：client_max_body_size 5m;）；也可以先用 U 盘同步。",
            "Have the administrator allow 5 MB or more (nginx: client_max_body_size 5m;), or use a USB stick meanwhile.",
        ),
    )


def wrong(url: str, said: Text) -> MachineError:
    """Our hub, but not as the protocol has it."""
    what = tr(f"集中站的回答不合规：{said.zh}", f"the hub's answer is not as it should be: {said.en}")
    return MachineError(what, where=url, safe=_KEPT, todo=_VERSION)


def stranger(url: str, said: Text) -> NotAllowed:
    """The hub cannot show that it is one of our bureau."""
    return NotAllowed(
        tr(f"不是本局的集中站：{said.zh}", f"not a hub of this bureau: {said.en}"),
        where=url,
        todo=tr("核对网址；请管理员确认集中站已注册且没有被吊销。", "Check the address; have the administrator see that the hub is "
                "enrolled and not revoked."),
    )  # fmt: skip


# -- a refusal -----------------------------------------------------------------------------------------

_REFUSALS: dict[str, tuple[type[FieldauditError], Text, Text]] = {
    "unknown-device": (
        NotAllowed,
        tr("集中站还不认识本机", "the hub does not know this laptop yet"),
        tr("请管理员在建局的电脑上与集中站同步一次，再重试。",
           "Have the admin sync the bureau's first laptop with the hub, then try again."),
    ),
    "revoked": (
        NotAllowed,
        tr("本机已被吊销，集中站不再接收", "this laptop was revoked; the hub takes nothing from it"),
        tr("停用本机；请管理员重新授权一个新工作区。", "Stop using it; have the admin grant a fresh workspace."),
    ),
    "expired": (
        NotAllowed,
        tr("本机的证书已过期", "this laptop's certificate has expired"),
        tr("请管理员续期，再用 U 盘取得新证书。", "Have the admin renew it, and take the new one from a USB stick."),
    ),
    "not-yet": (
        MachineError,
        tr("按集中站的时钟，本机的证书还没有生效", "by the hub's clock this laptop's certificate is not in force yet"),
        tr("过一会儿再试；如果一直这样，请管理员核对建局的电脑和集中站的时钟。",
           "Try again later; if it stays so, have the administrator compare the clocks of the hub and the bureau's first laptop."),
    ),
    "scope": (NotAllowed, tr("集中站不允许本机存取这个地区", "the hub does not let this laptop have that district"), _ADMIN),
    "bad-signature": (NotAllowed, tr("集中站不认可本机的签名", "the hub does not accept this laptop's signature"), _ADMIN),
    "full": (
        MachineError,
        tr("集中站的磁盘已满", "the hub's disk is full"),
        tr("请管理员在集中站上腾出空间；也可以先用 U 盘同步。",
           "Have the administrator make room on the hub, or use a USB stick meanwhile."),
    ),
    "unclaimed": (
        MachineError,
        tr("集中站还没有注册到本局", "the hub is not enrolled in a bureau yet"),
        tr("请管理员运行 fieldaudit hub enrol。", "Have the administrator run fieldaudit hub enrol."),
    ),
    "claimed": (NotAllowed, tr("这个集中站已有归属", "this hub belongs to a bureau already"), _ADMIN),
    "closed": (
        NotAllowed,
        tr("没有这个邀请，或已过期", "there is no such invitation, or it has ended"),
        tr("核对邀请码；或请管理员重新邀请。", "Compare the code, or ask to be invited again."),
    ),
    "too-large": (MachineError, tr("集中站嫌这次请求太大", "the hub finds the request too large"), _VERSION),
    "malformed": (MachineError, tr("集中站读不懂请求", "the hub cannot read the request"), _VERSION),
    "damaged": (
        Damaged,
        tr("集中站认为送去的内容已损坏", "the hub finds what was sent damaged"),
        tr("请运行 fieldaudit verify。", "Run fieldaudit verify."),
    ),
}  # fmt: skip
_TRANSIENT = {
    "busy": tr("集中站忙", "the hub is busy"),
    "internal": tr("集中站内部出错", "the hub failed inside"),
    "replayed": tr("集中站说请求已处理过", "the hub says it saw the request before"),
    "clock": tr("时钟相差太多", "the clocks differ too much"),
    "slow": tr("网络太慢：集中站没有等到送去的全部内容", "the network is slow: the hub did not get all that was sent in time"),
}


def refusal(code: str, url: str, after: float | None) -> Again | FieldauditError:
    """What an error of the hub's own means."""
    if code in _TRANSIENT:
        return Again(machine(_TRANSIENT[code], url, _NETWORK if code == "slow" else _LATER), after)
    if code not in _REFUSALS:
        return wrong(url, Text(code, code))
    error, what, todo = _REFUSALS[code]
    return error(what, where=url, safe=_KEPT, todo=todo)


def clock_text(ahead: float) -> Text:
    """This laptop's clock is so many seconds ahead of the hub's (behind: negative)."""
    minutes = round(abs(ahead) / 60)
    days, hours = divmod(minutes // 60, 24)
    zh = f"{days} 天 {hours} 小时" if days else f"{hours} 小时 {minutes % 60} 分钟" if hours else f"{minutes} 分钟"
    en = f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
    way_zh, way_en = ("快", "fast") if ahead > 0 else ("慢", "slow")
    return tr(
        f"本机的时钟比集中站{way_zh} {zh}：请校准，新记录会带上错误的时间",
        f"this laptop's clock is {en} {way_en} of the hub's: set it, or new records bear a wrong time",
    )
