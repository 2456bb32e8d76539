# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel "Remote jobs"."""

import threading

from geotask.v1 import job_pb2
from geotask_remote.link.profile import job_labels
from geotask_remote.link.servers import Server
from qgis.core import QgsProject

OFFICE = "office"


def _connect(desk, address):
    """A server is entered, and the panel opened."""
    desk.plugin.servers.replace([Server(OFFICE, "Office", address)])
    desk.plugin.show_jobs()


def _job(desk, name):
    return desk.plugin.dock.model.find(OFFICE, name)


def _is(desk, name, state):
    """To be yielded: the panel shows the job in this state."""
    return lambda: _job(desk, name) is not None and _job(desk, name).state == state


def _jobs(desk):
    """The texts of the rows that are shown, from the top."""
    shown = desk.plugin.dock.shown
    return [shown.index(row, 0).data() for row in range(shown.rowCount())]


def _layers():
    return {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}


def follows_cancels_and_loads(desk, address, running, finished, raster, failed):
    """Jobs of a command line: one at work, one with rows, one with a raster, one that failed."""
    _connect(desk, address)
    dock = desk.plugin.dock
    yield _is(desk, running, job_pb2.JOB_STATE_RUNNING)
    seen = {_job(desk, running).progress.features_done}
    yield lambda: seen.add(_job(desk, running).progress.features_done) or len(seen) >= 3
    desk.tell("jobs", _jobs(desk))
    assert dock.select(OFFICE, running)
    desk.screenshot("dock_running")
    desk.tell("running_actions", _actions(dock))

    dock.cancel_action.trigger()
    yield _is(desk, running, job_pb2.JOB_STATE_CANCELLED)

    dock.select(OFFICE, failed)
    yield lambda: dock.log.toPlainText()
    desk.tell("failed_log", dock.log.toPlainText())
    dock.tabs.setCurrentWidget(dock.details)
    desk.tell("failed_details", dock.details.toPlainText())
    desk.screenshot("dock_failed")

    dock.select(OFFICE, finished)
    desk.tell("finished_actions", _actions(dock))
    dock.load_action.trigger()
    yield lambda: len(_layers()) == 1
    layer = next(iter(_layers().values()))
    names = layer.fields().names()
    desk.tell("rows", [layer.name(), layer.featureCount(), layer.crs().authid(), names])
    dock.select(OFFICE, raster)
    dock.load_action.trigger()
    yield lambda: len(_layers()) == 2
    loaded = next(each for each in _layers().values() if each is not layer)
    desk.tell("raster", [loaded.name(), loaded.width(), loaded.height(), loaded.isValid()])
    yield desk.pause(1)  # The map is drawn.
    desk.screenshot("dock_loaded")

    dock.select(OFFICE, running)
    dock.delete_action.trigger()
    yield lambda: _job(desk, running) is None

    yield from _submit(desk, address)
    desk.tell("open", dock.isUserVisible())


def _submit(desk, address):
    """A job of this QGIS, which is left to itself at once."""
    names = []
    spec = job_pb2.JobSpec(labels={**job_labels(), "title": "States, wide"})
    spec.input.layer = "data:world/states_provinces"
    spec.buffer.distance = 0.01
    server = desk.plugin.servers.get(OFFICE)

    def submit():
        names.append(desk.plugin.clients.get(server).submit_job(spec).name)

    threading.Thread(target=submit).start()
    yield lambda: names
    desk.tell("left", names[0])


def _actions(dock):
    return {
        "cancel": dock.cancel_action.isEnabled(),
        "load": dock.load_action.isEnabled(),
        "delete": dock.delete_action.isEnabled(),
    }


def fetches_what_was_left(desk, left):
    """QGIS was started again: the panel is there and has asked nobody yet."""
    dock = desk.plugin.dock
    yield desk.pause(2)
    desk.tell("open", dock.isUserVisible())
    desk.tell("note", dock.note.text())
    yield desk.ask("count_connections")
    dock.setUserVisible(True)
    dock.refresh_action.trigger()
    yield _is(desk, left, job_pb2.JOB_STATE_SUCCEEDED)
    desk.tell("all", len(_jobs(desk)))
    dock.only_ours.setChecked(True)
    desk.tell("ours", _jobs(desk))
    assert dock.select(OFFICE, left)
    dock.load_action.trigger()
    yield lambda: _layers()
    desk.tell("rows", next(iter(_layers().values())).featureCount())
    yield desk.pause(1)
    desk.screenshot("dock_after_restart")


def loses_the_server(desk, address, running):
    """The server is killed while the panel follows a job."""
    _connect(desk, address)
    dock = desk.plugin.dock
    yield _is(desk, running, job_pb2.JOB_STATE_RUNNING)
    dock.select(OFFICE, running)
    yield desk.ask("kill")
    beats = desk.heart.beats
    yield lambda: dock.note.text()
    desk.tell("note", dock.note.text())
    dock.cancel_action.trigger()
    yield lambda: any("does not answer" in each for each in desk.messages())
    yield lambda: desk.heart.beats > beats + 20
    desk.tell("messages", desk.messages())
    desk.screenshot("dock_server_gone")
    yield desk.ask("start_again")
    dock.refresh_action.trigger()
    yield lambda: not dock.note.text()
    desk.tell("jobs", _jobs(desk))
