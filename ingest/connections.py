"""Connections to checked addresses only, and only until a deadline.

A name is resolved once, every address it has is checked, and the connection is made to one of these very addresses:
what a name server says a moment later changes nothing. Each redirect is a connection of its own, checked the same way.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from ingest.errors import RefusedAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressRule = Callable[[Address], bool]

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits

# Counted as public by the standard library: site-local addresses, the relays of 6to4 (RFC 7526), Azure's own services.
_INSIDE = tuple(map(ipaddress.ip_network, ("fec0::/10", "192.88.99.0/24", "168.63.129.16/32")))


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet: not loopback, private, link-local, metadata, shared or reserved."""
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    if any(address in network for network in _INSIDE):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded(address: Address) -> Address | None:
    """The IPv4 address that a connection to this IPv6 address may end at."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def is_any(address: Address) -> bool:
    """For an operator's own network: every address is allowed."""
    return True


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore."""

    def __init__(self, allows: AddressRule, deadline: float) -> None:
        """`deadline` is a moment of `time.monotonic`, after which nothing is read or written."""
        self._allows = allows
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to an allowed address of the host.

        Raises:
            RefusedAddress: one of its addresses is not allowed.
            httpcore.ConnectError: there is no such host, or it does not answer.
        """
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked_addresses(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, _remaining(self._deadline, timeout))
                return _DeadlineStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _checked_addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the host {host!r} is not known ({error})") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not self._allows(ipaddress.ip_address(address.split("%")[0])):
                raise RefusedAddress(
                    f"{host} is {address}, which is not on the public internet; --allow-private-hosts allows it"
                )
        return addresses


class _DeadlineStream(httpcore.NetworkStream):
    """A stream that a slow server cannot keep open beyond the deadline, a byte at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _remaining(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, _remaining(self._deadline, timeout))
        return _DeadlineStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _remaining(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this page is up")
    return left if timeout is None else min(left, timeout)
