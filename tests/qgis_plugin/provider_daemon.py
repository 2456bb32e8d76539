# SPDX-License-Identifier: GPL-2.0-or-later
"""A geotaskd of the tests' own, started without any client library.

    with Daemon(tmp_path) as daemon:
        ... daemon.address
"""

import os
import pathlib
import subprocess
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.path.abspath(
    os.environ.get("GEOTASKD", REPOSITORY / "build/release/bin/geotaskd"))
WORLD_MAP = "/usr/share/qgis/resources/data/world_map.gpkg"
DEADLINE = 300  # Seconds until a test that waits in vain gives up.


class Daemon:
    """A geotaskd of the tests' own, with the map of the world as the source `world`."""

    def __init__(self, folder, *options, sources=(f"world={WORLD_MAP}",)):
        self.folder = pathlib.Path(folder)
        self._address_file = self.folder / "address"
        self._command = [PROGRAM, "--listen", "127.0.0.1:0", "--address-file",
                         str(self._address_file), "--state-dir", str(self.folder / "state"),
                         *options]
        for source in sources:
            self._command += ["--source", source]

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = {key: value for key, value in os.environ.items()
                       if key != "QGIS_CUSTOM_CONFIG_PATH"}
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(self._command, stdout=log, stderr=log,
                                            cwd=self.folder, env=environment)
        end = time.monotonic() + DEADLINE
        while not self._address_file.exists():
            assert self.process.poll() is None, f"geotaskd ended at start:\n{self.log()}"
            assert time.monotonic() < end, f"geotaskd does not serve:\n{self.log()}"
            time.sleep(0.02)
        self.address = self._address_file.read_text().strip()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def log(self):
        return (self.folder / "log").read_text(errors="replace")
