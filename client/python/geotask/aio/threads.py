# SPDX-License-Identifier: GPL-2.0-or-later
"""How calls that block are awaited. Each call that is under way holds a thread, whichever transport it
takes; the event loop is never held up.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, AsyncGenerator, Callable, Iterator, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# For calls that soon come back; what goes on for long has a thread of its own.
_short = ThreadPoolExecutor(max_workers=16, thread_name_prefix="geotask-aio")


class Source(Protocol[T_co]):
    """What can be iterated, and told to stop from another thread."""

    def __iter__(self) -> Iterator[T_co]: ...

    def cancel(self) -> None: ...


async def call(function: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """Awaits a call that soon comes back."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_short, functools.partial(function, *arguments, **options))


async def long_call(function: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """Awaits a call that may take long, on a thread of its own. A cancel of the awaiting task leaves
    the call to itself."""
    loop = asyncio.get_running_loop()
    answer: "asyncio.Future[T]" = loop.create_future()

    def settle(value: Any, error: Any) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(value)

    def work() -> None:
        value, error = None, None
        try:
            value = function(*arguments, **options)
        except BaseException as raised:
            error = raised
        with contextlib.suppress(RuntimeError):  # The loop is closed: nobody waits.
            loop.call_soon_threadsafe(settle, value, error)

    threading.Thread(target=work, daemon=True, name="geotask-aio-long").start()
    return await answer


async def items(begin: Callable[[], Source[T]]) -> AsyncGenerator[T, None]:
    """The items of a source that blocks. When this generator is closed, or the task that awaits it is
    cancelled, the source is cancelled too. At most two items wait here."""
    loop = asyncio.get_running_loop()
    ready: "asyncio.Queue[Any]" = asyncio.Queue(maxsize=2)
    source = await long_call(begin)
    left = threading.Event()

    def put(item: Any) -> bool:
        if left.is_set():
            return False
        try:
            asyncio.run_coroutine_threadsafe(ready.put(item), loop).result()
        except BaseException:  # The loop is closed, or the queue was given up.
            return False
        return not left.is_set()

    def work() -> None:
        try:
            for item in source:
                if not put((item, None)):
                    return
            put((None, StopAsyncIteration()))
        except BaseException as error:
            put((None, error))

    thread = threading.Thread(target=work, daemon=True, name="geotask-aio-items")
    thread.start()
    try:
        while True:
            item, error = await ready.get()
            if isinstance(error, StopAsyncIteration):
                return
            if error is not None:
                raise error
            yield item
    finally:
        left.set()
        source.cancel()
        while not ready.empty():
            ready.get_nowait()
