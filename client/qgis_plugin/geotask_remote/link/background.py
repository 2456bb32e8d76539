# SPDX-License-Identifier: GPL-2.0-or-later
"""Work that waits for a server, off the main thread, as a task that QGIS shows.

    start(tr("Cancelling"), lambda task: client.cancel_job(name), done=show, failed=complain)
"""

from geotask.errors import GeotaskError
from qgis.core import QgsApplication, QgsTask

from .explain import explain

_running = set()  # QGIS keeps no hold of a task's Python side.


class Background(QgsTask):
    """`work(task)` runs on another thread; `done(result)` or `failed(words)` on the main one.

    Neither is called after a cancel. `work` may ask isCanceled() and call setProgress(percent);
    what is in `on_cancel` (functions) is called, on the main thread, when the user cancels.
    """

    def __init__(self, title, work, done, failed, server=None):
        super().__init__(title, QgsTask.CanCancel)
        self.on_cancel = []
        self._work = work
        self._done = done
        self._failed = failed
        self._server = server
        self._result = None
        self._words = ""

    def run(self):
        try:
            self._result = self._work(self)
            return True
        except GeotaskError as error:
            self._words = explain(error, self._server) if self._server else str(error)
        except Exception as error:  # What leaves run() ends QGIS.
            self._words = str(error) or repr(error)
        return False

    def cancel(self):
        super().cancel()
        for stop in list(self.on_cancel):
            stop()

    def finished(self, ok):
        _running.discard(self)
        if self.isCanceled():
            return
        if ok:
            self._done(self._result)
        else:
            self._failed(self._words)


def start(title, work, done, failed, server=None):
    """Gives the task, which runs. Main thread."""
    task = Background(title, work, done, failed, server)
    _running.add(task)
    QgsApplication.taskManager().addTask(task)
    return task
