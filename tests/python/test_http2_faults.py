# SPDX-License-Identifier: GPL-2.0-or-later
"""The pure transport and servers that break rules, fall silent or go away: never a hang."""

import contextlib
import threading

import pytest
from frame_server import (
    ACK,
    DATA,
    HEAD,
    HEADERS,
    OK,
    PING,
    RST_STREAM,
    WINDOW_UPDATE,
    FrameServer,
    frame,
    goaway,
    message,
    reset,
)
from google.protobuf.wrappers_pb2 import BytesValue

from geotask import errors
from geotask.transport import http2_connection
from geotask.transport.http2 import Http2Transport

SECONDS = 60  # Until a test that waits in vain gives up.


@contextlib.contextmanager
def served(script, **options):
    """A transport to a server with this script."""
    with FrameServer(script) as server:
        transport = Http2Transport(server.address, **options)
        transport.server = server
        yield transport
        transport.close()


def say(transport, timeout=SECONDS):
    return transport.unary("/a.B/C", BytesValue(value=b"x"), BytesValue, timeout=timeout).value


def stream(transport, timeout=SECONDS):
    return transport.server_stream("/a.B/C", BytesValue(value=b"x"), BytesValue, timeout=timeout)


def test_an_answer_of_trailers_alone_is_an_error_with_its_words():
    def script(peer):
        peer.greet()
        trailers = [*HEAD, ("grpc-status", "8"), ("grpc-message", "50%25 voll: %C3%BC%FF")]
        peer.send(peer.headers(peer.next_request(), trailers, last=True))
        peer.read_to_end()

    with served(script) as transport, pytest.raises(errors.ResourceExhausted) as caught:
        say(transport)
    assert caught.value.message == "50% voll: ü\ufffd"


@pytest.mark.parametrize(
    "status, code",
    [("401", "UNAUTHENTICATED"), ("403", "PERMISSION_DENIED"), ("404", "UNIMPLEMENTED"),
     ("503", "UNAVAILABLE"), ("418", "UNKNOWN")],
)  # fmt: skip
def test_an_answer_of_a_proxy_is_told_by_its_http_status(status, code):
    def script(peer):
        peer.greet()
        head = [(":status", status), ("content-type", "text/html")]
        stream_id = peer.next_request()
        peer.send(peer.headers(stream_id, head), frame(DATA, b"<html>", 1, stream_id))
        peer.read_to_end()

    with served(script) as transport, pytest.raises(errors.GeotaskError) as caught:
        say(transport)
    assert caught.value.code == code
    assert "text/html" in caught.value.message


@pytest.mark.parametrize(
    "error, code", [(0x8, "CANCELLED"), (0xB, "RESOURCE_EXHAUSTED"), (0x2, "INTERNAL")]
)
def test_a_reset_of_the_server_ends_the_call(error, code):
    def script(peer):
        peer.greet()
        peer.send(reset(peer.next_request(), error))
        peer.read_to_end()

    with served(script) as transport, pytest.raises(errors.GeotaskError) as caught:
        say(transport)
    assert caught.value.code == code


def test_a_call_that_the_server_has_refused_unread_is_sent_again():
    def script(peer):
        peer.greet()
        peer.send(reset(peer.next_request(), 0x7))
        peer.answer(peer.next_request(), b"at last")
        peer.read_to_end()

    with served(script) as transport:
        assert say(transport) == b"at last"


def test_a_call_beyond_a_goaway_goes_to_a_new_connection():
    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        if len(peer.server.peers) == 1:
            peer.send(goaway(0))
            peer.read_to_end()
        peer.answer(stream_id, b"the second one")
        peer.read_to_end()

    with served(script) as transport:
        assert say(transport) == b"the second one"
        assert len(transport.server.peers) == 2


def test_a_goaway_lets_earlier_calls_end_and_the_connection_is_closed_after_them():
    closed = threading.Event()

    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        if len(peer.server.peers) == 1:
            peer.send(peer.headers(stream_id, HEAD), peer.data(stream_id, message(b"1")))
            peer.send(goaway(2**31 - 1), goaway(stream_id))
            peer.send(peer.data(stream_id, message(b"2")), peer.headers(stream_id, OK, True))
            peer.read_to_end()
            closed.set()
        else:
            peer.answer(stream_id, b"3")
            peer.read_to_end()

    with served(script) as transport:
        assert [each.value for each in stream(transport)] == [b"1", b"2"]
        assert say(transport) == b"3"
        assert closed.wait(SECONDS)


def test_a_server_that_closes_in_the_middle_of_a_message_is_unavailable():
    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        peer.send(peer.headers(stream_id, HEAD), peer.data(stream_id, message(b"x" * 100)[:50]))

    with served(script) as transport, pytest.raises(errors.Unavailable, match="was lost"):
        say(transport)


def test_an_answer_that_ends_within_a_message_or_without_one_is_internal():
    def script(peer):
        peer.greet()
        for body in (message(b"x" * 100)[:50], b""):
            stream_id = peer.next_request()
            peer.send(peer.headers(stream_id, HEAD), peer.data(stream_id, body))
            peer.send(peer.headers(stream_id, OK, True))
        peer.read_to_end()

    with served(script) as transport:
        for words in ("within a message", "no message"):
            with pytest.raises(errors.Internal, match=words):
                say(transport)


@pytest.mark.parametrize("head", [b"\1\0\0\0\1x", b"\0\xff\xff\xff\xffx"])
def test_a_message_that_is_compressed_or_endless_ends_its_call_alone(head):
    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        peer.send(peer.headers(stream_id, HEAD), peer.data(stream_id, head))
        peer.answer(peer.next_request(), b"fine")
        peer.read_to_end()

    with served(script) as transport:
        with pytest.raises(errors.Internal):
            say(transport)
        assert say(transport) == b"fine"


def test_bytes_that_are_no_message_are_internal():
    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        peer.send(peer.headers(stream_id, HEAD), peer.data(stream_id, b"\0\0\0\0\1\xff"))
        peer.send(peer.headers(stream_id, OK, True))
        peer.read_to_end()

    with served(script) as transport, pytest.raises(errors.Internal, match="no message of this"):
        say(transport)


@pytest.mark.parametrize(
    "first, words",
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "turn TLS on"),
        (b"220 mail.example.org ESMTP\r\n", "does not speak HTTP/2"),
        (b"", "is it the right port"),
    ],
)
def test_what_is_no_grpc_server_is_named(first, words):
    with served(lambda peer: peer.send(first)) as transport:
        with pytest.raises(errors.Unavailable, match=words):
            say(transport)


def test_a_server_that_accepts_and_stays_silent_is_unavailable_without_a_deadline():
    with served(lambda peer: peer.read_to_end(), connect_timeout=0.3) as transport:
        with pytest.raises(errors.Unavailable, match="does not answer"):
            say(transport, timeout=None)


def test_a_deadline_counts_while_connecting_too():
    with served(lambda peer: peer.read_to_end()) as transport:
        with pytest.raises(errors.DeadlineExceeded):
            say(transport, timeout=0.3)


def test_a_server_that_falls_silent_is_asked_and_then_given_up(monkeypatch):
    monkeypatch.setattr(http2_connection, "_PING_ANSWER", 0.3)
    asked = threading.Event()

    def script(peer):
        peer.greet()
        peer.next_of(PING)
        asked.set()
        peer.read_to_end()

    with served(script, keepalive=0.3) as transport:
        with pytest.raises(errors.Unavailable, match="does not answer any more"):
            say(transport, timeout=None)
    assert asked.is_set()


def test_a_server_that_answers_pings_may_think_as_long_as_it_likes(monkeypatch):
    monkeypatch.setattr(http2_connection, "_PING_ANSWER", 5)

    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        for _ in range(3):
            peer.send(frame(PING, peer.next_of(PING)[3], ACK))
        peer.answer(stream_id, b"42")
        peer.read_to_end()

    with served(script, keepalive=0.1) as transport:
        assert say(transport, timeout=None) == b"42"


def test_pings_become_rarer_when_the_server_does_not_like_them():
    def script(peer):
        peer.greet()
        if len(peer.server.peers) == 1:
            peer.next_of(PING)
            peer.send(goaway(0, 0xB, b"too_many_pings"))
        else:
            peer.answer(peer.next_request(), b"fine")
        peer.read_to_end()

    with served(script, keepalive=0.2) as transport:
        assert say(transport) == b"fine"
        assert transport._keepalive == 0.4


def test_what_the_reader_leaves_is_not_asked_for():
    """The server may send 4 MiB ahead on a stream, and gets more once they are read."""
    given = []

    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        peer.send(peer.headers(stream_id, HEAD))
        for _ in range(4 << 20 >> 14):  # Just what the window allows.
            peer.send(peer.data(stream_id, message(bytes(16372))))
        given.append([each for each in peer.seen if each[0] == WINDOW_UPDATE and each[2]])
        while peer.next_of(WINDOW_UPDATE)[2] != stream_id:
            pass
        peer.send(peer.headers(stream_id, OK, True))
        peer.read_to_end()

    with served(script) as transport:
        assert len(list(stream(transport))) == 256
    assert given == [[]], "nothing was given before something was read"


def test_more_calls_than_the_server_allows_wait_for_their_turn():
    def script(peer):
        peer.greet(settings=b"\0\3" + (1).to_bytes(4, "big"))  # MAX_CONCURRENT_STREAMS
        for _ in range(3):
            stream_id = peer.next_request()
            peer.answer(stream_id, str(stream_id).encode())
        peer.read_to_end()

    with served(script) as transport:
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(say(transport))) for _ in "abc"]
        for each in threads:
            each.start()
        for each in threads:
            each.join(SECONDS)
        assert sorted(answers) == [b"1", b"3", b"5"]


def test_data_that_comes_after_a_cancel_harms_nobody():
    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        peer.send(peer.headers(stream_id, HEAD), peer.data(stream_id, message(b"x")))
        peer.next_of(RST_STREAM)
        peer.send(peer.data(stream_id, message(b"y")), peer.headers(stream_id, OK, True))
        peer.answer(peer.next_request(), b"fine")
        peer.read_to_end()

    with served(script) as transport:
        cancelled = stream(transport)
        next(cancelled)
        cancelled.cancel()
        assert say(transport) == b"fine"
        assert len(transport.server.peers) == 1, "over the same connection"


def test_a_server_that_breaks_the_rules_loses_the_connection():
    def script(peer):
        peer.greet()
        peer.next_request()
        peer.send(frame(HEADERS, b"\xff" * 20, 4, 1))
        peer.read_to_end()

    with served(script) as transport, pytest.raises(errors.Unavailable, match="breaks the rules"):
        say(transport)


def test_an_upload_to_a_server_that_reads_nothing_waits_in_little_memory_until_its_deadline():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield BytesValue(value=bytes(100_000))

    def script(peer):
        peer.greet()
        peer.server.over.wait(SECONDS)

    with served(script) as transport, pytest.raises(errors.DeadlineExceeded):
        transport.client_stream("/a.B/C", endless(), BytesValue, timeout=1)
    assert len(taken) < 3, "the window of 64 KiB was full after the first message"


def test_the_request_says_what_grpc_wants_to_hear():
    def script(peer):
        peer.greet()
        stream_id = peer.next_request()
        told = peer.request_headers
        assert told[":method"] == "POST" and told[":path"] == "/a.B/C"
        assert told[":authority"] == peer.server.address and told[":scheme"] == "http"
        assert told["te"] == "trailers" and told["content-type"] == "application/grpc"
        assert told["grpc-timeout"].endswith("u") and told["user-agent"].startswith("geotask")
        peer.answer(stream_id, b"fine")
        peer.read_to_end()

    with served(script) as transport:
        assert say(transport) == b"fine"


@pytest.mark.parametrize(
    "address", ["localhost", "http://a:1", "a:0", "a:65536", "unix:", "", "::1:9"]
)
def test_what_is_no_address_is_refused_with_what_is(address):
    with pytest.raises(errors.InvalidArgument) as caught:
        Http2Transport(address)
    assert "HOST:PORT" in caught.value.accepted


@pytest.mark.parametrize(
    "pair", [("grpc-x", "a"), ("Ä", "a"), ("a", "ü"), ("a", "b\nc"), ("a", b"x")]
)
def test_metadata_that_cannot_be_sent_is_refused(pair):
    with served(lambda peer: peer.greet(), metadata=[pair]) as transport:
        with pytest.raises(ValueError, match="metadata"):
            say(transport)
