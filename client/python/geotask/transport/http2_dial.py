# SPDX-License-Identifier: GPL-2.0-or-later
"""From an address to a connected socket, with TLS where it is asked for.

    where = parse_address("gis.example.org:9090")
    socket = dial(where, tls_context(Tls(roots=pem)), timeout=10)

An address is `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
import tempfile
from typing import NamedTuple, Optional

from geotask.errors import InvalidArgument
from geotask.transport import Tls

_HOST_PORT = re.compile(r"(?:dns:(?:///?)?)?(?:\[([^\]]+)\]|([^:/\s]+)):(\d{1,5})")
_UNIX = re.compile(r"unix:(?://(?=/))?(.+)")


class Where(NamedTuple):
    """Where a server listens: a path, or a host and a port; and how it is called in requests."""

    text: str
    path: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        return "localhost" if self.path else self.text.rsplit("/", 1)[-1]


class DialError(Exception):
    """There is no connection; says why, for people."""


def parse_address(address: str) -> Where:
    """InvalidArgument: it is none."""
    match = _UNIX.fullmatch(address)
    if match:
        return Where(address, match[1], "", 0)
    match = _HOST_PORT.fullmatch(address)
    if not match or not 0 < int(match[3]) < 65536:
        raise InvalidArgument(
            f"{address!r} is not the address of a server.",
            reason="INVALID_ADDRESS", field="address", given=address,
            accepted="HOST:PORT, [IPV6]:PORT, unix:PATH", remedy="Write it like 127.0.0.1:9090.",
        )  # fmt: skip
    return Where(address, "", match[1] or match[2], int(match[3]))


def tls_context(tls: Optional[Tls]) -> Optional[ssl.SSLContext]:
    """InvalidArgument: what it holds is no certificate or key."""
    if tls is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["h2"])
    try:
        if tls.roots:
            context = _trusting(tls.roots, context)
        if tls.certificate:
            _load_own(context, tls.certificate, tls.key)
    except (ssl.SSLError, UnicodeDecodeError, ValueError) as error:
        raise InvalidArgument(
            f"TLS: no certificate, or none that fits the key: {error}.",
            reason="INVALID_CERTIFICATE", field="tls", accepted="certificates and keys in PEM",
        ) from None  # fmt: skip
    return context


def _trusting(roots: bytes, default: ssl.SSLContext) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cadata=roots.decode("ascii"))
    context.minimum_version = default.minimum_version
    context.set_alpn_protocols(["h2"])
    return context


def _load_own(context: ssl.SSLContext, certificate: bytes, key: Optional[bytes]) -> None:
    """Python takes these from a file alone; nobody else may read it, and it is gone at once."""
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(certificate + b"\n" + (key or b""))
        context.load_cert_chain(path)
    finally:
        os.unlink(path)


def dial(
    where: Where, context: Optional[ssl.SSLContext], timeout: float, server_name: str = ""
) -> socket.socket:
    """A connected blocking socket. DialError: there is none within `timeout` seconds."""
    try:
        plain = _connect(where, timeout)
    except socket.timeout:
        raise DialError(f"{where.text} does not answer within {timeout:g} s") from None
    except socket.gaierror as error:
        raise DialError(f"the host {where.host} is not known: {error.strerror}") from None
    except OSError as error:
        raise DialError(f"cannot connect to {where.text}: {error.strerror or error}") from None
    if context is None:
        return plain
    try:
        name = server_name or where.host or "localhost"
        secure = context.wrap_socket(plain, server_hostname=name)
    except ssl.SSLCertVerificationError as error:
        plain.close()
        why = f"the certificate of {where.text} is not trusted: {error.verify_message}"
        raise DialError(why) from None
    except socket.timeout:
        plain.close()
        raise DialError(f"{where.text} does not answer in TLS within {timeout:g} s") from None
    except OSError as error:
        plain.close()
        told = getattr(error, "reason", None) or error.strerror or str(error)
        raise DialError(f"{where.text} does not speak TLS as this client does ({told})") from None
    if secure.selected_alpn_protocol() not in ("h2", None):
        secure.close()
        raise DialError(f"{where.text} speaks TLS and no HTTP/2")
    return secure


def _connect(where: Where, timeout: float) -> socket.socket:
    if not where.path:
        connected = socket.create_connection((where.host, where.port), timeout)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected
    if not hasattr(socket, "AF_UNIX"):
        raise DialError("Python has no Unix sockets on this system: use HOST:PORT")
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connected.settimeout(timeout)
        connected.connect(where.path)
    except BaseException:
        connected.close()
        raise
    return connected
