"""Which places a picture may be fetched from.

The image API names the address. Should it ever be talked into naming another one, nothing inside the
operator's network is to be reached by it: so https to public addresses only, at every hop, and the address is
checked as the socket is made for it, after every look-up, where no second look-up can change it any more.

The one exception is an image API that is itself plain http on this machine, as the playground's is: then
pictures may come from that same port of this machine.
"""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from yarl import URL

GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291; all else is local, multicast or not yet anything
NAT64 = IPv6Network("64:ff9b::/96")  # how hosts without IPv4 reach IPv4: the last four bytes are the address


class AddressRefused(OSError):
    """An `OSError`, so that the connector takes it for a connection that can't be made."""


def read_address(text: str, base: URL | None = None) -> URL:
    """The URL of `text`, as a link on the page `base` where there is one.

    It stays as it was written where that can be sent: a signature may be over the very way it is written.
    Raises `ValueError` for what is no URL.
    """
    try:
        url = URL(text)
        if re.fullmatch(r"[!-~]+", text):
            url = URL(text, encoded=True)
        if base is not None:
            url = base.join(url)
        _ = url.host, url.port  # yarl looks at them only when asked
    except (ValueError, LookupError) as error:  # LookupError: `http://[]@` makes yarl stumble
        raise ValueError("no URL") from error
    return url


class Places:
    """The rule for one configured API."""

    def __init__(self, api: URL) -> None:
        local = api.scheme == "http" and is_loopback_host(api.host or "")
        self._local_port = api.port if local else None

    def refusal(self, url: URL) -> str | None:
        """Why `url` may not be fetched, as far as it can be seen from the URL; None where it may."""
        if not url.host:
            return "no host in the picture's address"
        if url.user is not None or url.password is not None:
            return "credentials in the picture's address"
        if url.scheme == "https":
            return None
        if url.scheme == "http" and url.port == self._local_port and is_loopback_host(url.host):
            return None
        return "the picture's address is not https"

    def open_socket(self, address_info: tuple[Any, ...]) -> socket.socket:
        """A socket for one looked-up address. Raises `AddressRefused` for addresses that are not public."""
        family, kind, protocol, _, (host, port, *_) = address_info
        if not is_public(host) and not (port == self._local_port and is_loopback_host(host)):
            raise AddressRefused(f"{host} is not a public address")
        return socket.socket(family, kind, protocol)


def is_public(host: str) -> bool:
    """Whether a numeric address belongs to the internet at large, also when wrapped into IPv6."""
    address = ip_address(host)
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inner = address.ipv4_mapped or _behind_nat64(address)
    if inner is not None:
        return is_public(str(inner))
    # 6to4 is a tunnel that nobody serves pictures from; it, too, wraps an IPv4 address.
    return address in GLOBAL_UNICAST and address.is_global and address.sixtofour is None


def is_loopback_host(host: str) -> bool:
    """Whether a host names this machine without asking anybody."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _behind_nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
