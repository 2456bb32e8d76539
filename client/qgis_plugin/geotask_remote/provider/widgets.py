# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's own widget for a layer, and beside it a menu of the layers that lie on the server.

Parameters name LayerWidget in their metadata; QGIS's dialogs make one from that.
"""

from qgis.core import QgsProcessingContext, QgsProject
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsGui, QgsProcessingGui
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from ..link.texts import tr
from .inputs import is_reference
from .layer_values import plain_value
from .server_layers import offered_layers, put_stand_ins
from .servers import RemoteServer

_MODELER = "ModelerParametersDialog"
_BATCH = "BatchAlgorithmDialog"


class LayerWidget:
    """QGIS calls it as a class; what it gets is the wrapper that suits the dialog."""

    def __new__(cls, parameter, dialog, row=0, col=0, server=""):
        registry = QgsGui.processingGuiRegistry()
        kind = dialog.__class__.__name__
        if kind == _MODELER:
            # There a layer is typed, or comes from elsewhere in the model.
            wrapper = registry.createModelerParameterWidget(
                dialog.model, dialog.childId, parameter, dialog.context)
        else:
            widget_type = QgsProcessingGui.Batch if kind == _BATCH else QgsProcessingGui.Standard
            wrapper = _LayerWrapper(parameter, widget_type, server)
        wrapper.setDialog(dialog)
        return wrapper


class _LayerWrapper(QgsAbstractProcessingParameterWidgetWrapper):
    """Passes all that it is told on to QGIS's wrapper, `inner`."""

    def __init__(self, parameter, widget_type, server):
        super().__init__(parameter, widget_type)
        self._server = server
        self._contexts = None
        self._onlookers = 1
        self._stand_ins = {}
        self._inner = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(
            parameter, widget_type)
        self._inner.widgetValueHasChanged.connect(self._changed)

    def createWidget(self):
        widget = QWidget()
        layout = QHBoxLayout(widget)
        layout.setContentsMargins(0, 0, 0, 0)
        self._plain = QgsProcessingContext()
        self._plain.setProject(QgsProject.instance())
        layout.addWidget(self._inner.createWrappedWidget(self._plain), 1)
        offered = offered_layers(self._server, self.parameterDefinition())
        if offered:
            layout.addWidget(self._button(widget, offered), 0, Qt.AlignmentFlag.AlignTop)
        return widget

    def _button(self, parent, offered):
        button = QToolButton(parent)
        button.setObjectName("geotaskServerLayers")
        button.setIcon(QIcon(RemoteServer.icon_path))
        button.setToolTip(tr("Take a layer that lies on the server"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        sources = {}
        for reference in offered:
            source = reference.partition(":")[2].partition("/")[0]
            if source not in sources:
                sources[source] = menu.addMenu(source)
            action = sources[source].addAction(reference.partition("/")[2])
            action.setData(reference)
            action.triggered.connect(lambda _=False, chosen=reference: self._choose(chosen))
        button.setMenu(menu)
        return button

    def _choose(self, reference):
        value = reference
        if self.parameterDefinition().type() == "multilayer":
            value = [*(self.widgetValue() or []), reference]
        self.setWidgetValue(value, self._plain)

    def setWidgetValue(self, value, context):
        if isinstance(value, (list, tuple)) and any(map(is_reference, value)):
            # A list keeps nothing but layers that it finds.
            value = [self._stand_in(each) if is_reference(each) else each for each in value]
            context = self._plain
        elif is_reference(plain_value(value, context)):
            # Not by a context that has a layer of that name: it would be looked for in the project.
            context = self._plain
        self._inner.setParameterValue(value, context)

    def _stand_in(self, reference):
        for layer in put_stand_ins(self._plain, self._server, reference):
            self._stand_ins[layer.id()] = self._stand_ins[layer.source()] = reference
            return layer.id()
        return reference

    def widgetValue(self):
        value = self._inner.parameterValue()
        if isinstance(value, list):
            return [self._stand_ins.get(each, each) for each in value]
        return value

    def _changed(self, _=None):
        value = plain_value(self.widgetValue(), self._plain)
        if is_reference(value) and self._contexts is not None:
            put_stand_ins(
                self._contexts.processingContext(), self._server, value, self._onlookers)
        self.widgetValueHasChanged.emit(self)

    def linkedVectorLayer(self):
        return self._inner.linkedVectorLayer()

    def setWidgetContext(self, context):
        super().setWidgetContext(context)
        self._inner.setWidgetContext(context)

    def setDialog(self, dialog):
        super().setDialog(dialog)
        self._inner.setDialog(dialog)

    def registerProcessingContextGenerator(self, generator):
        super().registerProcessingContextGenerator(generator)
        self._contexts = generator
        self._inner.registerProcessingContextGenerator(generator)

    def registerProcessingParametersGenerator(self, generator):
        super().registerProcessingParametersGenerator(generator)
        self._inner.registerProcessingParametersGenerator(generator)

    def postInitialize(self, wrappers):
        super().postInitialize(wrappers)
        # Each may look at the layer for its own sake, and for the expression that stands for it.
        self._onlookers = 2 * len(wrappers)
        self._inner.postInitialize(wrappers)
