"""Where a phone on the same network reaches this laptop: its addresses in private networks, the likeliest first.

The standard library lists no addresses, so several sources are put together: the interfaces where the system tells them
(Linux), what the laptop's own name stands for (Windows, macOS), and which address the system would send from towards the
networks that hotspots make. Nothing is sent for that. Public addresses are never offered.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Gateways of hotspots (Windows, Android, iPhone, NetworkManager) and of common routers: the way to each is asked for.
_GATEWAYS = (
    "192.168.137.254", "192.168.43.1", "172.20.10.1", "10.42.0.254", "192.168.1.1", "192.168.0.1", "192.168.31.1", "10.0.0.1",
)  # fmt: skip
_HOTSPOTS = tuple(map(ipaddress.IPv4Network, ("192.168.137.0/24", "192.168.43.0/24", "172.20.10.0/28", "10.42.0.0/24")))
_COMMON = tuple(ipaddress.IPv4Network(f"{gateway}/24", strict=False) for gateway in _GATEWAYS[4:])
_TESTING = ipaddress.IPv4Network("198.18.0.0/15")  # of no real network: proxies that catch all traffic give it to themselves
_FAR = "203.0.113.1"  # nobody's; the way to anywhere leads over the network that the laptop is on
_VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "tun", "tap", "wg", "utun", "zt", "tailscale")
_SIOCGIFADDR = 0x8915


@dataclass(frozen=True, slots=True)
class Address:
    """One address of this laptop; `interface`: what the system calls the adapter, "" where it does not say."""

    host: str
    interface: str = ""

    @property
    def in_url(self) -> str:
        """As it stands in a link."""
        return f"[{self.host}]" if ":" in self.host else self.host


def usable() -> list[Address]:
    """The addresses a phone may reach, the likeliest first; empty without any network. Raises nothing."""
    names = {host: name for name, host in _of_interfaces()}
    asked = [host for host in map(_sent_from, (_FAR, *_GATEWAYS)) if host]
    found = dict.fromkeys([*asked, *names, *_of_our_name()])
    return rank([Address(host, names.get(host, "")) for host in found if is_local(host)], asked)


def is_local(host: str) -> bool:
    """In a private network, and not this laptop's alone."""
    try:
        at = ipaddress.ip_address(host)
    except ValueError:  # with a zone (fe80::1%eth0): no browser opens those
        return False
    strange = at.is_loopback or at.is_link_local or at.is_unspecified or at.is_multicast or at in _TESTING
    return at.is_private and not strange


def rank(addresses: list[Address], asked: list[str]) -> list[Address]:
    """Hotspots first, then networks of common routers (a private tunnel leads far, but no phone is in it), then where the system
    would send, IPv4 before IPv6, adapters of virtual machines last.
    """

    def place(each: Address) -> tuple[bool, bool, bool, bool, int]:
        at = ipaddress.ip_address(each.host)
        hotspot, common = (any(at in network for network in networks) for networks in (_HOTSPOTS, _COMMON))
        order = asked.index(each.host) if each.host in asked else len(asked)
        return each.interface.lower().startswith(_VIRTUAL), not hotspot, not common, at.version == 6, order

    return sorted(addresses, key=place)


def _of_interfaces() -> Iterator[tuple[str, str]]:
    if sys.platform == "linux":
        import fcntl

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            for _, name in socket.if_nameindex():
                with suppress(OSError):  # an adapter without an address
                    answer = fcntl.ioctl(asking, _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                    yield name, socket.inet_ntoa(answer[20:24])
        with suppress(OSError):
            for line in Path("/proc/net/if_inet6").read_text().splitlines():
                parts = line.split()
                yield parts[-1], str(ipaddress.IPv6Address(int(parts[0], 16)))


def _of_our_name() -> Iterator[str]:
    with suppress(OSError, UnicodeError):
        for family, _kind, _proto, _name, at in socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM):
            if family in (socket.AF_INET, socket.AF_INET6):
                yield str(at[0])


def _sent_from(far: str) -> str:
    """Our address on the way to another; connecting a datagram socket sends nothing."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect((far, 9))
        return str(asking.getsockname()[0])
    return ""
