import ipaddress
import socket
from typing import Any

import httpcore
import pytest

from ingest.connections import CheckedBackend, is_public
from ingest.errors import RefusedAddress

FAR_AWAY = 1e12


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "2001:db8::1", "fec0::1", "192.88.99.1", "168.63.129.16", "::ffff:168.63.129.16",
    ],
)  # fmt: skip
def test_what_is_not_on_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def _resolved(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def resolve(host: str, port: int, **kind: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolved(monkeypatch, "169.254.169.254")
    with pytest.raises(RefusedAddress, match=r"metadata\.example is 169\.254\.169\.254"):
        CheckedBackend(is_public, FAR_AWAY).connect_tcp("metadata.example", 80)


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolved(monkeypatch, "1.1.1.1", "127.0.0.1")
    with pytest.raises(RefusedAddress):
        CheckedBackend(is_public, FAR_AWAY).connect_tcp("both.example", 80)


def test_the_connection_is_made_to_the_very_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers otherwise the second time (DNS rebinding) is asked only once."""
    connected: list[str] = []
    _resolved(monkeypatch, "1.1.1.1")

    def connect(self: httpcore.SyncBackend, host: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("refused by the test")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectError):
        CheckedBackend(is_public, FAR_AWAY).connect_tcp("rebinding.example", 80)
    assert connected == ["1.1.1.1"]


def test_nothing_is_connected_after_the_deadline() -> None:
    with pytest.raises(httpcore.ReadTimeout):
        CheckedBackend(lambda address: True, 0.0).connect_tcp("127.0.0.1", 9)
