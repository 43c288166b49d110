"""Which addresses pictures can be downloaded from.

The image API gives the address. If it's ever tricked into giving another one, that can't reach anything
inside the owner's network: every hop must use https to a public address. The address is checked when its
socket is created, after the name lookup, so no second lookup can change it. A kept connection goes to the
address that was checked, and is only used for the same host, port and scheme.

The only exception is an image API that uses plain http on this machine, such as the playground's. Its
pictures can come from the same port of this machine.
"""

import re
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from yarl import URL

from bot.loopback import is_loopback

GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291, everything else is local, multicast or unassigned
NAT64 = IPv6Network("64:ff9b::/96")  # how hosts without IPv4 reach IPv4: the last four bytes are the address


class AddressRefused(OSError):
    """An `OSError`, so that the connector treats it as a failed connection."""


def read_address(text: str, base: URL | None = None) -> URL:
    """The URL of `text`, relative to `base` if there's one.

    It's sent exactly as written if possible, since a signature can cover its spelling. Raises `ValueError` if
    it isn't a URL.
    """
    if base is None and text.startswith("//"):
        text = f"https:{text}"
    try:
        url = URL(text)
        if re.fullmatch(r"[!-~]+", text):
            url = URL(text, encoded=True)
        if base is not None:
            url = base.join(url)
        _ = url.host, url.port  # yarl only checks them on access
    except (ValueError, LookupError) as error:  # LookupError: `http://[]@` trips up yarl
        raise ValueError("not a URL") from error
    return url


class AddressPolicy:
    """The rule for one configured API. With `origins`, downloads from all others are refused."""

    def __init__(self, api: URL, origins: Collection[URL] | None = None) -> None:
        self._origins = None if origins is None else frozenset(origins)
        local = api.scheme == "http" and is_loopback(api.host or "")
        self._local_port = api.port if local else None

    def refusal(self, url: URL) -> str | None:
        """Why the URL alone rules out a download, or None if it doesn't."""
        if not url.host:
            return "no host in the picture's address"
        if url.user is not None or url.password is not None:
            return "credentials in the picture's address"
        if url.scheme == "http" and url.port == self._local_port and is_loopback(url.host):
            return None
        if self._origins is not None and url.origin() not in self._origins:
            return "the picture isn't on a host that pictures can come from"
        if url.scheme == "https":
            return None
        return "the picture's address is not https"

    def open_socket(self, address_info: tuple[Any, ...]) -> socket.socket:
        """A socket for a resolved address. Raises `AddressRefused` if it isn't public."""
        family, kind, protocol, _, (host, port, *_) = address_info
        if not is_public(host) and not (port == self._local_port and is_loopback(host)):
            raise AddressRefused(f"{host} isn't a public address")
        return socket.socket(family, kind, protocol)


def is_public(host: str) -> bool:
    """Whether a numeric address is on the public internet, even if it's wrapped in IPv6."""
    address = ip_address(host)
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inner = address.ipv4_mapped or _behind_nat64(address)
    if inner is not None:
        return is_public(str(inner))
    # 6to4 is a tunnel that nobody serves pictures from. It also wraps an IPv4 address.
    return address in GLOBAL_UNICAST and address.is_global and address.sixtofour is None


def _behind_nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
