# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be done with jobs: cancel, delete, load the result. Main thread; the work is not."""

import pathlib
import tempfile

from qgis.core import Qgis, QgsProcessingUtils, QgsProject
from qgis.PyQt.QtCore import QObject, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton

from ..link.background import start
from ..link.outputs import Watch, load_outputs
from ..link.texts import tr
from .job_texts import job_id, title


class JobActions(QObject):
    """`message_bar` is QGIS's. `loaded` tells the layers that were added to the project."""

    changed = pyqtSignal(str, object)  # Server id, job.
    deleted = pyqtSignal(str, str)  # Server id, job name.
    loaded = pyqtSignal(object)

    def __init__(self, clients, message_bar, parent=None):
        super().__init__(parent)
        self._clients = clients
        self._bar = message_bar

    def cancel(self, server, job):
        start(
            tr("Cancelling {}").format(title(job)),
            lambda task: self._clients.get(server).cancel_job(job.name),
            lambda answer: self.changed.emit(server.id, answer),
            self._complain,
            server,
        )

    def delete(self, server, job):
        start(
            tr("Deleting {}").format(title(job)),
            lambda task: self._clients.get(server).delete_job(job.name),
            lambda _: self.deleted.emit(server.id, job.name),
            self._complain,
            server,
        )

    def load(self, server, job):
        """Fetches all outputs and adds those that are layers to the project."""
        folder = tempfile.mkdtemp(prefix=f"{job_id(job)}-", dir=QgsProcessingUtils.tempFolder())

        def work(task):
            watch = _TaskWatch(task)
            return load_outputs(self._clients.get(server), job, folder, watch, title(job))

        done = lambda loaded: self._show(job, loaded)  # noqa: E731
        return start(tr("Loading {}").format(title(job)), work, done, self._complain, server)

    def _show(self, job, loaded):
        if loaded.layers:
            QgsProject.instance().addMapLayers(loaded.layers)
            names = ", ".join(layer.name() for layer in loaded.layers)
            self._tell(tr("Loaded {}").format(names))
        if loaded.files:
            self._offer_folder(loaded.files)
        if loaded.values and not loaded.layers and not loaded.files:
            told = ", ".join(f"{name} = {value}" for name, value in loaded.values.items())
            self._tell(f"{title(job)}: {told}")
        elif not loaded.layers and not loaded.files:
            self._tell(tr("{} has made nothing that could be loaded").format(title(job)))
        self.loaded.emit(loaded.layers)

    def _offer_folder(self, files):
        path = pathlib.Path(files[0])
        folder = path if path.is_dir() else path.parent
        button = QPushButton(tr("Open folder"))
        url = QUrl.fromLocalFile(str(folder))
        button.clicked.connect(lambda: QDesktopServices.openUrl(url))
        names = ", ".join(pathlib.Path(each).name for each in files)
        item = self._bar.createMessage(tr("Remote jobs"), tr("Fetched {}").format(names))
        item.layout().addWidget(button)
        self._bar.pushWidget(item, Qgis.Info)

    def _tell(self, words):
        self._bar.pushMessage(tr("Remote jobs"), words, Qgis.Success, 8)

    def _complain(self, words):
        self._bar.pushMessage(tr("Remote jobs"), words, Qgis.Warning, 0)


class _TaskWatch(Watch):
    """load_outputs() as a task of QGIS."""

    def __init__(self, task):
        self._task = task

    def stopped(self):
        return self._task.isCanceled()

    def progress(self, percent):
        self._task.setProgress(percent)

    def stop_with(self, stop):
        self._task.on_cancel[:] = [stop]
