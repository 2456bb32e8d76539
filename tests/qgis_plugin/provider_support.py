# SPDX-License-Identifier: GPL-2.0-or-later
"""For tests of the provider without a window: QGIS in this process, a geotaskd beside it.

    with Daemon(tmp_path) as daemon, remote_provider(daemon.address) as providers:
        processing.run("geotask_test:native_centroids", {...})
"""

import atexit
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.path.abspath(
    os.environ.get("GEOTASKD", REPOSITORY / "build/release/bin/geotaskd"))
WORLD_MAP = "/usr/share/qgis/resources/data/world_map.gpkg"
DEADLINE = 300  # Seconds until a test that waits in vain gives up.
SERVER = "test"
PROVIDER = f"geotask_{SERVER}"

_profile = tempfile.mkdtemp(prefix="geotask-qgis-")
atexit.register(shutil.rmtree, _profile, ignore_errors=True)
os.environ.update(QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=_profile, HOME=_profile,
                  QGIS_CUSTOM_CONFIG_PATH=_profile, GRPC_ENABLE_FORK_SUPPORT="0")


def _add_packages():
    """The Python package with its generated part, and the plugin, where imports find them."""
    shutil.copytree(REPOSITORY / "client/python/geotask", f"{_profile}/lib/geotask",
                    ignore=shutil.ignore_patterns("v1", "__pycache__"))
    subprocess.run(["sh", str(REPOSITORY / "client/python/generate.sh"), f"{_profile}/lib"],
                   check=True)
    sys.path[:0] = [f"{_profile}/lib", str(REPOSITORY / "client/qgis_plugin"),
                    "/usr/share/qgis/python/plugins"]


_add_packages()

from qgis.core import QgsApplication, QgsProject  # noqa: E402

application = QgsApplication([], True)
application.initQgis()

import processing  # noqa: E402
from geotask_remote.link.clients import Clients  # noqa: E402
from geotask_remote.link.servers import Server  # noqa: E402
from geotask_remote.provider.providers import Providers  # noqa: E402
from processing.core.Processing import Processing  # noqa: E402

Processing.initialize()
# Python's and QGIS's ideas of the last moment differ; nothing is left to be done by then.
atexit.register(lambda: os._exit(_exit_code[0]))
_exit_code = [0]


def leave_with(code):
    """The exit code of this process."""
    _exit_code[0] = int(code)


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
        environment = {**os.environ}
        del environment["QGIS_CUSTOM_CONFIG_PATH"]
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


def turn_events_until(done, what):
    """Lets QGIS work until done() says so."""
    end = time.monotonic() + DEADLINE
    while not done():
        assert time.monotonic() < end, f"waited in vain for {what}"
        application.processEvents()
        time.sleep(0.01)


@contextlib.contextmanager
def remote_provider(address, fetch=True):
    """Providers with the server `test`; its algorithms are there."""
    clients = Clients()
    providers = Providers(clients)
    providers.set_servers([Server(SERVER, "Test", address)])
    try:
        if fetch:
            fetch_algorithms(providers)
        yield providers
    finally:
        providers.clear()
        clients.close()
        QgsProject.instance().clear()


def fetch_algorithms(providers):
    told = []
    providers.refreshed.connect(lambda _, words: told.append(words))
    providers.refresh(SERVER)
    turn_events_until(lambda: told, "the algorithms of the server")
    assert told == [""]


def run_remote(name, parameters, **more):
    return processing.run(f"{PROVIDER}:{name.replace(':', '_')}", parameters, **more)
