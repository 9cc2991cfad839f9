"""Which certificates were revoked (CRL, RFC 5280), asked of the addresses that certificates name.

An address in a certificate is a stranger's word: only plain HTTP (a list is signed, and needs no more), only hosts of the open
internet, one try, bounded time and size, no redirection. What comes is opened in the child.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
from urllib.parse import urlsplit

from saraban.documents.time_stamps import cut_after

LIST_BYTES_MAX = 10_000_000  # of a large authority some three million
ADDRESS_CHARS_MAX = 500
SILENCE_SECONDS_MAX, FETCH_SECONDS_MAX = 10.0, 60.0


class NoList(Exception):
    """The list could not be had this time. `str()` is Thai."""


def fetched(address: str) -> bytes:
    """The list that lies there. Raises `NoList`; asks a server: not while the desk is held."""
    try:
        host, port, path = _parted(address)
        line = http.client.HTTPConnection(_open_internet(host, port), port, timeout=SILENCE_SECONDS_MAX)
        with contextlib.closing(line):
            line.connect()
            with cut_after(line.sock, FETCH_SECONDS_MAX):
                line.request("GET", path, headers={"Host": host if port == 80 else f"{host}:{port}"})
                said = line.getresponse()
                found = said.read(LIST_BYTES_MAX + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoList("ยังไม่ได้รายการเพิกถอนใบรับรอง เพราะติดต่อผู้ออกใบรับรองไม่ได้ จะลองใหม่เอง เอกสารอยู่ครบ") from error
    if said.status != http.client.OK or not found or len(found) > LIST_BYTES_MAX:
        raise NoList("ยังไม่ได้รายการเพิกถอนใบรับรอง เพราะผู้ออกใบรับรองตอบไม่ถูกแบบ จะลองใหม่เอง เอกสารอยู่ครบ")
    return found


def may_be_asked(address: str) -> bool:
    """Whether this IP address is of the open internet."""
    return ipaddress.ip_address(address).is_global


def _parted(address: str) -> tuple[str, int, str]:
    parts = urlsplit(address)
    if parts.scheme != "http" or not parts.hostname or len(address) > ADDRESS_CHARS_MAX:
        raise ValueError("not an address of a list")
    return parts.hostname, parts.port or 80, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _open_internet(host: str, port: int) -> str:
    """The IP address that is then asked, so that no second look at the name finds another one. Raises `ValueError`."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(may_be_asked, found)):
        raise ValueError("not of the open internet")
    return found[0]
