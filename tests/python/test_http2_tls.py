# SPDX-License-Identifier: GPL-2.0-or-later
"""TLS on both transports: who is trusted, who is not, and what is said about it."""

import grpc
import pytest
from certificates import Authority
from echo_server import EchoServer, method
from google.protobuf.wrappers_pb2 import BytesValue

from geotask import errors
from geotask.transport import Tls, open_transport

SECONDS = 60


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def own(authority):
    return authority.issue("client")


@pytest.fixture(scope="module")
def server(authority):
    certificate, key = authority.issue("localhost")
    with EchoServer(credentials=grpc.ssl_server_credentials([(key, certificate)])) as running:
        running.address = running.address.replace("127.0.0.1", "localhost")
        yield running


@pytest.fixture(scope="module")
def strict_server(authority):
    """One that asks clients for a certificate."""
    certificate, key = authority.issue("localhost")
    pairs = [(key, certificate)]
    credentials = grpc.ssl_server_credentials(pairs, authority.roots, require_client_auth=True)
    with EchoServer(credentials=credentials) as running:
        running.address = running.address.replace("127.0.0.1", "localhost")
        yield running


@pytest.fixture(params=["grpc", "http2"])
def prefer(request):
    return request.param


def say(server, prefer, tls, value=b"hello"):
    transport = open_transport(server.address, prefer=prefer, tls=tls)
    try:
        return transport.unary(
            method("Say"), BytesValue(value=value), BytesValue, timeout=SECONDS
        ).value
    finally:
        transport.close()


def test_calls_go_through_tls_with_the_authority_that_is_given(server, authority, prefer):
    assert say(server, prefer, Tls(roots=authority.roots)) == b"hello"


def test_large_messages_go_through_tls_both_ways(server, authority, prefer):
    value = bytes(range(256)) * 12_000
    assert say(server, prefer, Tls(roots=authority.roots), value) == value


def test_an_authority_that_nobody_has_named_is_not_trusted(server, prefer):
    with pytest.raises(errors.Unavailable):
        say(server, prefer, True)


def test_a_certificate_for_another_name_is_not_trusted(server, authority, prefer):
    with pytest.raises(errors.Unavailable):
        say(server, prefer, Tls(roots=authority.roots, server_name="example.org"))


def test_a_client_shows_its_certificate_where_it_is_asked_to(strict_server, authority, own, prefer):
    certificate, key = own
    tls = Tls(roots=authority.roots, certificate=certificate, key=key)
    assert say(strict_server, prefer, tls) == b"hello"


def test_a_client_without_a_certificate_is_turned_away(strict_server, authority, prefer):
    with pytest.raises(errors.Unavailable):
        say(strict_server, prefer, Tls(roots=authority.roots))


def test_no_tls_to_a_server_with_tls_says_to_turn_it_on(server):
    with pytest.raises(errors.Unavailable, match="TLS"):
        say(server, "http2", None)


def test_tls_to_a_server_without_says_that_there_is_none():
    with EchoServer() as running, pytest.raises(errors.Unavailable, match="TLS"):
        say(running, "http2", True)


def test_an_untrusted_certificate_is_named_as_the_reason(server):
    with pytest.raises(errors.Unavailable, match="not trusted"):
        say(server, "http2", True)


@pytest.mark.parametrize(
    "tls", [Tls(roots=b"no PEM"), Tls(roots=b"\xff"), Tls(certificate=b"no PEM")]
)
def test_what_is_no_certificate_is_refused_at_once(tls):
    with pytest.raises(errors.InvalidArgument, match="TLS"):
        open_transport("localhost:1", prefer="http2", tls=tls)
