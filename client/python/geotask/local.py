# SPDX-License-Identifier: GPL-2.0-or-later
"""A geotaskd of one's own on this machine, for as long as it is needed.

    with geotask.local_server() as server:
        server.buffer(roads, 500, unit="metres")

It needs the program `geotaskd` on the PATH, or named by GEOTASKD.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
from typing import Iterator, Mapping, Optional

from geotask.connection import Connection
from geotask.errors import Unavailable
from geotask.toplevel import connect


@contextlib.contextmanager
def local_server(
    *options: str,
    program: Optional[str] = None,
    sources: Optional[Mapping[str, str]] = None,
    start_timeout: float = 60.0,
) -> Iterator[Connection]:
    """Starts a geotaskd that listens on a free port of the loopback, and ends it with its jobs.

    options: as on its command line. sources: what it offers, {"maps": "/srv/maps"}.
    """
    found = program or os.environ.get("GEOTASKD") or shutil.which("geotaskd")
    if not found:
        raise Unavailable(
            "There is no geotaskd on the PATH.", reason="NO_SERVER",
            remedy="Install it, name it by GEOTASKD, or connect() to a server that runs.",
        )
    with tempfile.TemporaryDirectory(prefix="geotaskd-") as folder:
        place = pathlib.Path(folder)
        line = [found, "--listen", "127.0.0.1:0", "--address-file", str(place / "address")]
        line += ["--state-dir", str(place / "state")]
        for name, path in (sources or {}).items():
            line += ["--source", f"{name}={path}"]
        with open(place / "log", "wb") as log:
            process = subprocess.Popen([*line, *options], stdout=log, stderr=log)
        try:
            with connect(_address(process, place, start_timeout)) as server:
                yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: "subprocess.Popen[bytes]", place: pathlib.Path, timeout: float) -> str:
    end = time.monotonic() + timeout
    address = place / "address"
    while not address.exists():
        if process.poll() is not None or time.monotonic() > end:
            said = (place / "log").read_text(errors="replace")[-2000:]
            raise Unavailable(f"geotaskd does not start:\n{said}", reason="NO_SERVER")
        time.sleep(0.02)
    return address.read_text().strip()
