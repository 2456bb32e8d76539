# SPDX-License-Identifier: GPL-2.0-or-later
"""The user finds the algorithms of a server in the toolbox and runs them there."""

import os
import signal

from geotask_remote.link.servers import Server
from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPointF, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QTextEdit, QToolButton

WORLD = "/usr/share/qgis/resources/data/world_map.gpkg|layername="


def _enter_server(desk, address):
    """As the settings do; what it offers is asked for in the background."""
    told = []
    desk.plugin.providers.refreshed.connect(lambda _, words: told.append(words))
    desk.plugin.servers.replace([Server("office", "Office", address)])
    yield lambda: told
    assert told == [""], told


def _provider():
    return QgsApplication.processingRegistry().providerById("geotask_office")


def _toolbox(desk):
    return desk.iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")


def _find(desk, words, algorithm):
    """Looks for words in the toolbox and chooses the algorithm of the server."""
    toolbox = _toolbox(desk)
    toolbox.setVisible(True)
    toolbox.searchBox.setText(words)
    desk.heart.skip()
    tree = toolbox.algorithmTree

    def index_of(model, parent):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found = tree.algorithmForIndex(index)
            if found is not None and found.id() == f"geotask_office:{algorithm}":
                return index
            below = index_of(model, index)
            if below is not None:
                return below
        return None

    root = tree.rootIndex()
    index = index_of(tree.model(), root)
    assert index is not None, f"{algorithm} is not in the toolbox"
    tree.setCurrentIndex(index)
    tree.scrollTo(index)
    return toolbox


def _dialogs(kind):
    return [each for each in QApplication.topLevelWidgets()
            if type(each).__name__ == kind and each.isVisible()]


def _opened_dialog(kind):
    ProcessingConfig.setSettingValue(ProcessingConfig.KEEP_DIALOG_OPEN, True)
    yield lambda: _dialogs(kind)
    return _dialogs(kind)[-1]


def _open(desk, words, algorithm):
    """The dialog of an algorithm, as a double click in the toolbox opens it."""
    # The dialog has an event loop of its own, in which the scene goes on.
    QTimer.singleShot(0, _find(desk, words, algorithm).executeAlgorithm)
    return (yield from _opened_dialog("AlgorithmDialog"))


def _run(desk, dialog):
    """Presses Run; ends with what the log says when it is over."""
    dialog.runButton().click()
    yield lambda: dialog.runButton().isEnabled() and "Execution" in _log(dialog) \
        or "Loading resulting layers" in _log(dialog)
    return _log(dialog)


def _log(dialog):
    return dialog.findChild(QTextEdit, "txtLog").toPlainText()


def finds_and_runs(desk, address, folder):
    yield from _enter_server(desk, address)
    desk.tell("algorithms", len(_provider().algorithms()))
    project = QgsProject.instance()
    borders = QgsVectorLayer(WORLD + "disputed_borders", "Borders", "ogr")
    project.addMapLayer(borders)
    desk.iface.mapCanvas().refresh()

    _find(desk, "buffer", "native_buffer")
    yield desk.pause(1)
    desk.screenshot("provider_toolbox")

    dialog = yield from _open(desk, "buffer", "native_buffer")
    widgets = dialog.mainWidget().wrappers
    widgets["DISTANCE"].setParameterValue(0.5, QgsProcessingContext())
    desk.screenshot("provider_buffer_dialog", dialog)
    desk.heart.longest = 0
    desk.tell("buffer", (yield from _run(desk, dialog)))
    desk.tell("pause_of_buffer", desk.heart.longest)
    desk.screenshot("provider_buffer_log", dialog)
    yield lambda: len(project.mapLayers()) == 2
    made = next(each for each in project.mapLayers().values() if each.id() != borders.id())
    desk.tell("buffered", [made.name(), made.featureCount(), made.crs().authid()])
    dialog.close()
    desk.screenshot("provider_buffer_result")

    dialog = yield from _open(desk, "slope", "native_slope")
    widgets = dialog.mainWidget().wrappers
    widgets["INPUT"].setParameterValue(f"{folder}/dem.tif", QgsProcessingContext())
    desk.tell("slope", (yield from _run(desk, dialog)))
    desk.screenshot("provider_slope_log", dialog)
    yield lambda: any(isinstance(each, QgsRasterLayer) for each in project.mapLayers().values())
    dialog.close()
    desk.screenshot("provider_slope_result")


def takes_a_layer_of_the_server(desk, address):
    yield from _enter_server(desk, address)
    dialog = yield from _open(desk, "join attributes by field", "native_joinattributestable")
    button = dialog.findChild(QToolButton, "geotaskServerLayers")
    offered = {each.data(): each for menu in button.menu().actions()
               for each in menu.menu().actions()}
    desk.tell("offered", sorted(offered))
    offered["data:world/countries"].trigger()
    widgets = dialog.mainWidget().wrappers
    desk.tell("input", widgets["INPUT"].parameterValue())
    fields = widgets["FIELD"].wrappedWidget()
    desk.tell("fields", [fields.itemText(index) for index in range(fields.count())])
    dialog.resize(1000, 640)
    yield desk.pause(0.5)
    desk.screenshot("provider_server_layer", dialog)
    dialog.close()

    dialog = yield from _open(desk, "centroids", "native_centroids")
    button = dialog.findChild(QToolButton, "geotaskServerLayers")
    button.menu().actions()[0].menu().actions()[0].trigger()
    desk.tell("log", (yield from _run(desk, dialog)))
    yield lambda: QgsProject.instance().mapLayers()
    (made,) = QgsProject.instance().mapLayers().values()
    desk.tell("made", made.featureCount())
    dialog.close()


def cancels(desk, address):
    yield from _enter_server(desk, address)
    dialog = yield from _long_buffer(desk)
    desk.heart.longest = 0
    yield lambda: "jobs/" in _log(dialog) and dialog.cancelButton().isEnabled()
    yield desk.pause(1)
    desk.screenshot("provider_running", dialog)
    dialog.cancelButton().click()
    yield lambda: dialog.runButton().isEnabled()
    desk.tell("log", _log(dialog))
    desk.tell("pause", desk.heart.longest)
    desk.screenshot("provider_cancelled", dialog)
    dialog.close()


def _long_buffer(desk):
    """A dialog in which a buffer runs that takes minutes."""
    dialog = yield from _open(desk, "buffer", "native_buffer")
    context = QgsProcessingContext()
    widgets = dialog.mainWidget().wrappers
    for name, value in (("INPUT", "data:world/states_provinces"), ("DISTANCE", 3.0),
                        ("SEGMENTS", 200), ("DISSOLVE", True)):
        widgets[name].setParameterValue(value, context)
    dialog.runButton().click()
    return dialog


def loses_the_server(desk, address, process):
    yield from _enter_server(desk, address)
    dialog = yield from _long_buffer(desk)
    yield lambda: "jobs/" in _log(dialog)
    yield desk.pause(1)
    desk.heart.longest = 0
    os.kill(process, signal.SIGKILL)
    yield lambda: dialog.runButton().isEnabled()
    desk.tell("log", _log(dialog))
    desk.tell("pause", desk.heart.longest)
    desk.screenshot("provider_server_gone", dialog)
    desk.tell("algorithms", len(_provider().algorithms()))
    dialog.runButton().click()
    yield lambda: "does not answer" in _log(dialog)
    yield lambda: dialog.runButton().isEnabled()
    desk.tell("again", _log(dialog))
    desk.tell("pause_again", desk.heart.longest)
    dialog.close()


def runs_in_a_batch(desk, address, folder):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    yield from _enter_server(desk, address)
    algorithm = _provider().algorithm("native_centroids").create()
    dialog = BatchAlgorithmDialog(algorithm, desk.iface.mainWindow())
    dialog.show()
    panel = dialog.mainWidget()
    panel.addRow()
    for row, layer in enumerate(("countries", "disputed_borders")):
        column = panel.parameter_to_column["INPUT"]
        panel.wrappers[row][column].setParameterValue(
            f"data:world/{layer}", QgsProcessingContext())
        output = panel.tblParameters.cellWidget(row + 1, panel.parameter_to_column["OUTPUT"])
        output.setValue(f"{folder}/{layer}.gpkg")
    dialog.resize(1200, 500)
    yield desk.pause(0.5)
    desk.screenshot("provider_batch", dialog)
    dialog.runButton().click()
    yield lambda: "Batch execution completed" in _log(dialog)
    desk.tell("log", _log(dialog))
    desk.screenshot("provider_batch_log", dialog)
    desk.tell("made", [QgsVectorLayer(f"{folder}/{layer}.gpkg", layer, "ogr").featureCount()
                       for layer in ("countries", "disputed_borders")])
    dialog.close()


def runs_in_a_model(desk, address):
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    from processing.modeler.ModelerDialog import ModelerDialog
    from processing.modeler.ModelerUtils import ModelerUtils

    yield from _enter_server(desk, address)
    path = f"{ModelerUtils.modelsFolders()[0]}/wide.model3"
    _model().toFile(path)
    designer = ModelerDialog.create()
    designer.loadModel(path)
    designer.resize(1100, 600)
    designer.show()
    yield desk.pause(1)
    designer.view().setSceneRect(designer.view().scene().itemsBoundingRect())
    yield desk.pause(0.5)
    desk.screenshot("provider_model_designer", designer)
    step = designer.model().childAlgorithm("centres")
    desk.tell("step", [step.algorithmId(), step.algorithm().displayName()])
    designer.setDirty(False)
    designer.close()

    models = QgsApplication.processingRegistry().providerById("model")
    models.refreshAlgorithms()
    (model,) = models.algorithms()
    dialog = AlgorithmDialog(model.create(), False, desk.iface.mainWindow())
    dialog.show()
    desk.heart.longest = 0
    desk.tell("log", (yield from _run(desk, dialog)))
    desk.tell("pause", desk.heart.longest)
    dialog.showLog()
    desk.screenshot("provider_model_log", dialog)
    yield lambda: QgsProject.instance().mapLayers()
    (made,) = QgsProject.instance().mapLayers().values()
    desk.tell("made", made.featureCount())
    dialog.close()


def _set(step, values):
    for name, value in values.items():
        step.addParameterSources(
            name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])


def _model():
    """Centroids of countries on the server, then a buffer around them there."""
    source = QgsProcessingModelChildParameterSource
    made = QgsProcessingModelAlgorithm("Wide centres", "tests")
    centres = QgsProcessingModelChildAlgorithm("geotask_office:native_centroids")
    centres.setChildId("centres")
    centres.setDescription("Centroids")
    centres.setPosition(QPointF(200, 100))
    _set(centres, {"INPUT": "data:world/countries", "ALL_PARTS": False})
    made.addChildAlgorithm(centres)
    around = QgsProcessingModelChildAlgorithm("geotask_office:native_buffer")
    around.setChildId("around")
    around.setDescription("Buffer")
    around.setPosition(QPointF(450, 200))
    around.addParameterSources("INPUT", [source.fromChildOutput("centres", "OUTPUT")])
    _set(around, {"DISTANCE": 1, "SEGMENTS": 5, "END_CAP_STYLE": 0, "JOIN_STYLE": 0,
                  "MITER_LIMIT": 2, "DISSOLVE": False})
    output = QgsProcessingModelOutput("wide", "wide")
    output.setChildOutputName("OUTPUT")
    output.setChildId("around")
    output.setPosition(QPointF(700, 300))
    around.setModelOutputs({"wide": output})
    made.addChildAlgorithm(around)
    return made
