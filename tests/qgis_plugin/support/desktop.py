# SPDX-License-Identifier: GPL-2.0-or-later
"""A QGIS with the plugin installed from its zip, on a screen of its own, that plays scenes.

    desktop = Desktop(tmp_path)                       # a new profile
    played = desktop.play("settings.test_connection", address=daemon.address)
    assert played["report"] == ...                    # what the scene has told

A scene is a generator function in tests/qgis_plugin/scenes: see inside.py. Each play() starts QGIS
anew, with the same profile. Screenshots go to build/.../screenshots.
"""

import atexit
import functools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
DEADLINE = 420  # Seconds until a scene that waits in vain is broken off.
_BUILD = pathlib.Path(os.environ.get("GEOTASK_BUILD", REPOSITORY / "build/release"))
SCREENSHOTS = _BUILD / "tests/qgis_plugin/screenshots"
_INSIDE = pathlib.Path(__file__).with_name("inside.py")
_SETTINGS = """[PythonPlugins]
geotask_remote=true

[qgis]
checkVersion=false
iconSize=24

[app]
first_run_wizard=false

[news-feed]
disabled=true

[locale]
overrideFlag=true
userLocale={locale}
"""


class SceneFailed(AssertionError):
    """Says where and with what words; QGIS's own output follows."""


@functools.lru_cache(maxsize=None)
def packed_plugin():
    """The zip, made once for all tests of a process."""
    folder = tempfile.mkdtemp(prefix="geotask-zip-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place = pathlib.Path(folder) / "geotask_remote.zip"
    script = REPOSITORY / "client/qgis_plugin/package.sh"
    subprocess.run(["sh", str(script), str(place)], check=True)
    return place


class Desktop:
    """`transport` is `grpc` or `http2`; None leaves the choice to the plugin."""

    def __init__(self, folder, transport=None, locale="en_US"):
        self.folder = pathlib.Path(folder)
        self.profile = self.folder / "profiles" / "profiles" / "default"
        self._transport = transport
        plugins = self.profile / "python" / "plugins"
        plugins.mkdir(parents=True)
        with zipfile.ZipFile(packed_plugin()) as packed:
            packed.extractall(plugins)
        (self.profile / "QGIS").mkdir()
        (self.profile / "QGIS" / "QGIS3.ini").write_text(_SETTINGS.format(locale=locale))
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def play(self, scene, asked=None, **given):
        """What the scene has told, by name; `longest_pause` is the main thread's, in seconds.

        `asked`: functions by the names with which the scene asks for them: desk.ask("stop").
        """
        told_file = self.folder / "told.json"
        told_file.unlink(missing_ok=True)
        log = self.folder / "qgis.log"
        with open(log, "wb") as output:
            process = subprocess.Popen(
                self._command(),
                env=self._environment(scene, given, told_file),
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
            try:
                _wait(process, log, told_file, asked or {})
            finally:
                _end(process)
        said = log.read_text(errors="replace")[-6000:]
        if not told_file.exists():
            raise SceneFailed(f"{scene}: QGIS has ended, or waits for ever:\n{said}")
        told = json.loads(told_file.read_text())
        if told.get("failure"):
            raise SceneFailed(f"{scene}:\n{told['failure']}\n{said}")
        print(f"\n{scene}: the main thread's longest pause was {told['longest_pause']:.2f} s")
        if told["longest_pause"] > 0.5:
            print(told["where"])
        return told

    def _command(self):
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
        qgis = shutil.which("qgis.bin") or "qgis"
        options = ["--noversioncheck", "--nologo", "--profiles-path", str(self.folder / "profiles")]
        return [*screen, qgis, *options, "--code", str(_INSIDE)]

    def _environment(self, scene, given, told_file):
        told = {"scene": scene, "given": given, "told": str(told_file), "shots": str(SCREENSHOTS)}
        told["tests"] = str(_INSIDE.parents[1])
        mine = {
            "GEOTASK_SCENE": json.dumps(told),
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if self._transport:
            mine["GEOTASK_TRANSPORT"] = self._transport
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        return {**kept, "PATH": "/usr/bin:/bin", **mine}


def _wait(process, log, told_file, asked):
    """Until QGIS has ended, could not run the script, or the deadline is over."""
    end = time.monotonic() + DEADLINE
    while process.poll() is None and time.monotonic() < end:
        for name, work in asked.items():
            question = told_file.with_name(f"{told_file.name}.{name}")
            if question.exists():
                work()
                question.unlink()
        if "An error occurred during execution" in log.read_text(errors="replace"):
            return
        time.sleep(0.1)


def _end(process):
    """Ends xvfb-run with all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
    except (ProcessLookupError, subprocess.TimeoutExpired):
        pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
