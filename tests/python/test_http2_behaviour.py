# SPDX-License-Identifier: GPL-2.0-or-later
"""What a transport does, be it over grpcio or over HTTP/2 in pure Python: the same."""

import concurrent.futures
import resource
import threading
import time

import grpc
import pytest
from echo_server import EchoServer, method
from google.protobuf.wrappers_pb2 import BytesValue

from geotask import errors
from geotask.transport import open_transport

SECONDS = 120  # Until a test that waits in vain gives up.
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def server():
    with EchoServer() as running:
        yield running


@pytest.fixture(params=["grpc", "http2"])
def transport(server, request):
    opened = open_transport(server.address, prefer=request.param)
    yield opened
    opened.close()


def say(transport, value, **options):
    return transport.unary(method("Say"), BytesValue(value=value), BytesValue, **options).value


def send(transport, count, size):
    asked = BytesValue(value=f"{count} {size}".encode())
    return transport.server_stream(method("Send"), asked, BytesValue, timeout=SECONDS)


def wait(transport, **options):
    return transport.server_stream(method("Wait"), BytesValue(value=b"x"), BytesValue, **options)


def memory_peak():
    """Of this process, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("size", [0, 1, 16384, 65536, MEGABYTE, 3 * MEGABYTE])
def test_a_message_comes_back_as_it_was(transport, size):
    value = bytes(index % 251 for index in range(size))
    assert say(transport, value, timeout=SECONDS) == value


def test_calls_of_many_threads_share_the_transport_and_do_not_mix(transport):
    def one(index):
        return say(transport, str(index).encode() * 1000, timeout=SECONDS)

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(one, range(400)))
    assert answers == [str(index).encode() * 1000 for index in range(400)]


def test_messages_of_a_stream_come_in_order_and_then_it_ends(transport):
    received = [message.value[0] for message in send(transport, 200, 1000)]
    assert received == list(range(200))


def test_a_stream_without_messages_just_ends(transport):
    assert list(send(transport, 0, 0)) == []


def test_a_refused_call_tells_code_and_words_of_the_server(transport):
    with pytest.raises(errors.NotFound) as caught:
        transport.unary(method("Refuse"), BytesValue(value=b""), BytesValue, timeout=SECONDS)
    assert caught.value.message == "keine Ebene „Straßen“: 100 %\n"


def test_a_refused_call_tells_the_detail_of_geotaskd(transport):
    from geotask.v1 import error_pb2

    details = error_pb2.StatusDetails(code=5, message="no such layer")
    details.details.add().Pack(error_pb2.ErrorDetail(reason="UNKNOWN_LAYER", remedy="Look."))
    packed = BytesValue(value=details.SerializeToString())
    with pytest.raises(errors.NotFound) as caught:
        transport.unary(method("Refuse"), packed, BytesValue, timeout=SECONDS)
    assert (caught.value.reason, caught.value.remedy) == ("UNKNOWN_LAYER", "Look.")


def test_an_error_after_messages_comes_after_them(transport):
    stream = transport.server_stream(
        method("RefuseLate"), BytesValue(value=b"x"), BytesValue, timeout=SECONDS
    )
    assert next(stream).value == b"x"
    with pytest.raises(errors.Aborted, match="changed its mind"):
        next(stream)


def test_a_method_that_is_not_there_is_unimplemented(transport):
    with pytest.raises(errors.GeotaskError) as caught:
        transport.unary(method("Nothing"), BytesValue(), BytesValue, timeout=SECONDS)
    assert caught.value.code == "UNIMPLEMENTED"


def test_a_deadline_ends_a_call_that_gets_no_answer(transport):
    stream = wait(transport, timeout=0.3)
    assert next(stream).value == b"x"
    with pytest.raises(errors.DeadlineExceeded):
        next(stream)


def test_cancel_wakes_the_reader_and_reaches_the_server(server, transport):
    server.cancelled.clear()
    stream = wait(transport, timeout=SECONDS)
    next(stream)
    canceller = threading.Timer(0.1, stream.cancel)
    canceller.start()
    with pytest.raises(errors.Cancelled):
        next(stream)
    assert server.cancelled.wait(SECONDS)


def test_cancelling_a_stream_twice_or_after_its_end_is_harmless(transport):
    stream = send(transport, 1, 1)
    assert len(list(stream)) == 1
    stream.cancel()
    stream.cancel()


def test_a_stream_that_nobody_holds_any_more_is_cancelled(server, transport):
    server.cancelled.clear()
    stream = wait(transport, timeout=SECONDS)
    next(stream)
    del stream
    assert server.cancelled.wait(SECONDS)


def test_an_upload_arrives_whole(transport):
    messages = (BytesValue(value=b"x" * 100_000) for _ in range(50))
    counted = transport.client_stream(method("Count"), messages, BytesValue, timeout=SECONDS)
    assert counted.value == b"5000000"


def test_an_upload_without_messages_is_one_too(transport):
    counted = transport.client_stream(method("Count"), iter(()), BytesValue, timeout=SECONDS)
    assert counted.value == b"0"


def test_an_upload_that_the_server_stops_says_why(transport):
    def endless():
        while True:
            yield BytesValue(value=b"x" * 100_000)

    with pytest.raises(errors.ResourceExhausted, match="enough"):
        transport.client_stream(method("StopEarly"), endless(), BytesValue, timeout=SECONDS)


def test_an_upload_whose_source_fails_raises_what_the_source_raised(transport):
    def broken():
        yield BytesValue(value=b"x")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        transport.client_stream(method("Count"), broken(), BytesValue, timeout=SECONDS)


def test_both_sides_of_a_chat_go_on_at_the_same_time(transport):
    answered = threading.Semaphore(1)

    def questions():
        for index in range(100):
            assert answered.acquire(timeout=SECONDS), "the last answer came"
            yield BytesValue(value=str(index).encode())

    stream = transport.bidi_stream(method("Chat"), questions(), BytesValue, timeout=SECONDS)
    for index, answer in enumerate(stream):
        assert answer.value == str(index).encode()
        answered.release()
    assert index == 99


def test_a_chat_whose_source_fails_raises_what_the_source_raised(transport):
    def broken():
        yield BytesValue(value=b"x")
        raise OSError("the disk is gone")

    stream = transport.bidi_stream(method("Chat"), broken(), BytesValue, timeout=SECONDS)
    with pytest.raises(OSError, match="the disk is gone"):
        list(stream)


def test_200_megabytes_come_in_bounded_memory(transport):
    before = memory_peak()
    began = time.monotonic()
    total = sum(len(message.value) for message in send(transport, 200, MEGABYTE - 100))
    seconds = time.monotonic() - began
    assert total == 200 * (MEGABYTE - 100)
    rate = total / seconds / 1e6
    print(f"\n200 MB in at {rate:.0f} MB/s, memory +{(memory_peak() - before) >> 20} MiB")
    assert memory_peak() - before < 100 * MEGABYTE


def test_200_megabytes_go_in_bounded_memory(transport):
    before = memory_peak()
    began = time.monotonic()
    messages = (BytesValue(value=bytes(MEGABYTE - 100)) for _ in range(200))
    counted = transport.client_stream(method("Count"), messages, BytesValue, timeout=SECONDS)
    seconds = time.monotonic() - began
    assert int(counted.value) == 200 * (MEGABYTE - 100)
    rate = int(counted.value) / seconds / 1e6
    print(f"\n200 MB out at {rate:.0f} MB/s, memory +{(memory_peak() - before) >> 20} MiB")
    assert memory_peak() - before < 100 * MEGABYTE


def test_a_slow_reader_of_one_stream_does_not_hold_up_the_others(transport):
    slow = send(transport, 100, MEGABYTE - 100)
    next(slow)
    assert sum(len(each.value) for each in send(transport, 50, 100_000)) == 5_000_000
    assert say(transport, b"still here", timeout=SECONDS) == b"still here"
    assert len(list(slow)) == 99


def test_metadata_goes_with_each_call(server, request):
    for prefer in ("grpc", "http2"):
        pairs = [("authorization", "Bearer abc"), ("trace-bin", b"\x00\xff\x80")]
        transport = open_transport(server.address, prefer=prefer, metadata=pairs)
        for key, value in (("authorization", b"Bearer abc"), ("trace-bin", b"\x00\xff\x80")):
            asked = BytesValue(value=key.encode())
            assert transport.unary(method("Metadata"), asked, BytesValue).value == value
        transport.close()


@pytest.mark.parametrize("prefer", ["grpc", "http2"])
def test_a_unix_socket_is_an_address_too(tmp_path, prefer):
    with EchoServer(f"unix:{tmp_path}/socket") as running:
        transport = open_transport(running.address, prefer=prefer)
        assert say(transport, b"hello", timeout=SECONDS) == b"hello"
        transport.close()


@pytest.mark.parametrize("prefer", ["grpc", "http2"])
def test_a_server_that_is_not_there_is_unavailable(prefer):
    with EchoServer() as running:
        address = running.address
    transport = open_transport(address, prefer=prefer)
    with pytest.raises(errors.Unavailable):
        say(transport, b"hello", timeout=SECONDS)
    transport.close()


@pytest.mark.parametrize("prefer", ["grpc", "http2"])
def test_the_next_call_finds_a_server_that_was_started_again(prefer):
    options = [("grpc.so_reuseport", 0)]
    with EchoServer(options=options) as first:
        transport = open_transport(first.address, prefer=prefer)
        assert say(transport, b"one", timeout=SECONDS) == b"one"
    with EchoServer(first.address, options=options):
        end = time.monotonic() + SECONDS
        while True:  # grpcio waits a moment before it connects again.
            try:
                assert say(transport, b"two", timeout=SECONDS) == b"two"
                break
            except errors.Unavailable:
                assert time.monotonic() < end
                time.sleep(0.05)
    transport.close()


@pytest.mark.parametrize("prefer", ["grpc", "http2"])
def test_a_server_that_goes_down_in_peace_finishes_the_calls_under_way(prefer):
    with EchoServer() as running:
        transport = open_transport(running.address, prefer=prefer)
        go_on = threading.Event()

        def questions():
            yield BytesValue(value=b"one")
            assert go_on.wait(SECONDS)
            yield BytesValue(value=b"two")

        stream = transport.bidi_stream(method("Chat"), questions(), BytesValue, timeout=SECONDS)
        assert next(stream).value == b"one"
        stopped = running.stop_gently(SECONDS)
        go_on.set()
        assert [each.value for each in stream] == [b"two"]
        transport.close()
        assert stopped.wait(SECONDS)


@pytest.mark.parametrize("prefer", ["grpc", "http2"])
def test_a_server_that_is_killed_ends_the_calls_under_way(prefer):
    with EchoServer() as running:
        transport = open_transport(running.address, prefer=prefer)
        stream = wait(transport, timeout=SECONDS)
        next(stream)
    with pytest.raises((errors.Unavailable, errors.Cancelled)):
        next(stream)
    transport.close()


@pytest.mark.parametrize("prefer", ["grpc", "http2"])
def test_a_closed_transport_ends_its_calls(server, prefer):
    transport = open_transport(server.address, prefer=prefer)
    stream = wait(transport, timeout=SECONDS)
    next(stream)
    transport.close()
    with pytest.raises(errors.Cancelled):
        next(stream)
    transport.close()


def test_both_transports_are_the_ones_that_were_asked_for():
    assert type(open_transport("127.0.0.1:1", prefer="http2")).__name__ == "Http2Transport"
    assert type(open_transport("127.0.0.1:1", prefer="grpc")).__name__ == "GrpcTransport"
    assert grpc.__version__
