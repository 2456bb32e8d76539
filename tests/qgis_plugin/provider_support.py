# SPDX-License-Identifier: GPL-2.0-or-later
"""For tests of the provider without a window: QGIS in this process, a geotaskd beside it.

    with Daemon(tmp_path) as daemon, remote_provider(daemon.address) as providers:
        processing.run("geotask_test:native_centroids", {...})
"""

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time

from provider_daemon import DEADLINE, REPOSITORY, WORLD_MAP, Daemon  # noqa: F401

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
    assert told == [""], told


def run_remote(name, parameters, **more):
    return processing.run(f"{PROVIDER}:{name.replace(':', '_')}", parameters, **more)
