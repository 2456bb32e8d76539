# SPDX-License-Identifier: GPL-2.0-or-later
"""What runs in QGIS: plays the scene that the environment names, and tells how it went.

    def shows_jobs(desk, address):              # in scenes/dock.py: "dock.shows_jobs"
        desk.plugin.show_jobs()
        # Waits for it; QGIS goes on meanwhile.
        yield lambda: desk.plugin.dock.model.rowCount() > 0
        desk.screenshot("dock")
        desk.tell("jobs", desk.plugin.dock.model.rowCount())

A heartbeat of 10 ms measures the longest time for which QGIS's main thread did nothing else.
"""

import importlib.util
import json
import os
import pathlib
import sys
import threading
import time
import traceback

import qgis.utils
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication

_TURN = 20  # Milliseconds between looks at what a scene waits for.
_BEAT = 10
_PATIENCE = 120  # Seconds for one thing to happen.
_task = json.loads(os.environ["GEOTASK_SCENE"])
_tests = pathlib.Path(_task["tests"])


class Heart:
    """Beats on the main thread: `beats` counts, `longest` is the longest pause between two, in s.

    A second thread looks where Python is during a pause: `where` tells of the longest.
    """

    def __init__(self, scene):
        self.scene = scene
        self.beats = 0
        self.longest = 0.0
        self.where = ""
        self._main = threading.get_ident()
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT)
        threading.Thread(target=self._listen, daemon=True).start()

    def _beat(self):
        now = time.monotonic()
        self.beats += 1
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def _listen(self):
        seen = 0.25
        while True:
            time.sleep(0.05)
            pause = time.monotonic() - self._last
            if pause > max(seen, self.longest):
                seen = pause
                frame = sys._current_frames().get(self._main)
                stack = traceback.format_stack(frame)[-4:] if frame else ["in QGIS's own code\n"]
                line = self.scene.gi_frame.f_lineno if self.scene.gi_frame else 0
                self.where = f"at line {line} of the scene:\n" + "".join(stack)

    def skip(self):
        """What was since the last beat does not count."""
        self._last = time.monotonic()


class Desk:
    """What a scene works with."""

    def __init__(self):
        self.iface = qgis.utils.iface
        self.plugin = qgis.utils.plugins.get("geotask_remote")
        self.heart = None  # A Heart, once the scene plays.
        self.told = {}

    def tell(self, name, value):
        """Tells the test something that JSON can hold."""
        self.told[name] = value

    def screenshot(self, name, widget=None):
        """A picture of a widget, by default QGIS's window, as NAME.png."""
        QApplication.processEvents()
        (widget or self.iface.mainWindow()).grab().save(f"{_task['shots']}/{name}.png")
        self.heart.skip()  # To draw a whole window is no work of the plugin's.

    def messages(self):
        """The texts of QGIS's message bar."""
        return [item.text() for item in self.iface.messageBar().items()]

    def ask(self, name):
        """To be yielded: has the test do what it calls so, and goes on when that is done."""
        asked = pathlib.Path(f"{_task['told']}.{name}")
        asked.write_text("")
        return lambda: not asked.exists()

    def pause(self, seconds):
        """To be yielded: goes on after a time."""
        end = time.monotonic() + seconds
        return lambda: time.monotonic() >= end


class Player:
    """Goes on with the scene whenever what it waits for has come."""

    def __init__(self, desk, scene):
        self._desk = desk
        self._scene = scene
        desk.heart = Heart(scene)
        self._waits_for = lambda: True
        self._since = time.monotonic()
        self._longest = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._turn)
        self._timer.start(_TURN)

    def _turn(self):
        try:
            if not self._waits_for():
                if time.monotonic() - self._since > _PATIENCE:
                    self._scene.throw(AssertionError("what the scene waits for has not come"))
                return
            self._waits_for = lambda: False  # A dialog that the scene opens lets the timer go on.
            self._waits_for = next(self._scene)
            self._since = time.monotonic()
        except StopIteration:
            self._end("")
        except BaseException:
            self._desk.screenshot("failure")
            self._end(traceback.format_exc())

    def _end(self, failure):
        self._timer.stop()
        heart = self._desk.heart
        told = {**self._desk.told, "longest_pause": heart.longest, "where": heart.where}
        told["failure"] = failure
        pathlib.Path(_task["told"]).write_text(json.dumps(told))
        state = self._desk.iface.mainWindow().saveState()
        QgsSettings().setValue("UI/state", state)  # As QGIS does when the user leaves it.
        if self._desk.plugin and "geotask_remote" in qgis.utils.plugins:
            qgis.utils.unloadPlugin("geotask_remote")
        QgsSettings().sync()
        os._exit(0)  # QGIS would ask whether to save the project.


def _scene():
    module_name, function = _task["scene"].split(".")
    path = _tests / "scenes" / f"{module_name}.py"
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(module_name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, function)


def _begin():
    """When QGIS has started wholly."""
    qgis.utils.iface.mainWindow().setGeometry(0, 0, 1400, 900)
    _begin.desk = Desk()
    try:
        scene = _scene()(_begin.desk, **_task["given"])
    except BaseException:
        pathlib.Path(_task["told"]).write_text(json.dumps({"failure": traceback.format_exc()}))
        os._exit(1)
    _begin.player = Player(_begin.desk, scene)


QgsApplication.instance().processEvents()
QTimer.singleShot(1000, _begin)
