// SPDX-License-Identifier: GPL-2.0-or-later
// First: it defines what the C library's headers heed. Qt's `slots` would hurt it.
#include <Python.h>
// After it.
#include "worker/main/python.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

// Takes the settings as JSON in `told`, leaves what went wrong in `problems`.
constexpr char kProgram[] = R"(
import importlib.util, json, os, sys
settings = json.loads(told)
problems = []
works = False
sys.path += ["/usr/share/qgis/python", "/usr/share/qgis/python/plugins"]
try:
    from qgis.core import QgsApplication
    from processing.core.Processing import Processing
    from processing.core.ProcessingConfig import ProcessingConfig
    Processing.initialize()
    registry = QgsApplication.processingRegistry()
    works = True
    # What Processing brings besides calls other systems, which the operator may not want.
    for provider in registry.providers():
        if provider.id() not in ("3d", "gdal", "model", "native", "project", "qgis", "script"):
            registry.removeProvider(provider)
    for provider, setting, folder in (
            ("model", "MODELS_FOLDER", settings["models"]),
            ("script", "SCRIPTS_FOLDERS", settings["scripts"])):
        if folder:
            ProcessingConfig.setSettingValue(setting, folder)
            registry.providerById(provider).refreshAlgorithms()
except Exception as error:
    problems.append(f"{type(error).__name__}: {error}")
for folder in settings["plugins"] if works else []:
    try:
        # The folder around it cannot be read.
        name = os.path.basename(folder)
        spec = importlib.util.spec_from_file_location(
            name, folder + "/__init__.py", submodule_search_locations=[folder])
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        plugin = module.classFactory(None)
        plugin.initProcessing()
        plugins = globals().setdefault("plugins", [])
        plugins.append(plugin)
    except Exception as error:
        problems.append(f"{folder}: {type(error).__name__}: {error}")
)";

std::string startInterpreter() {
  PyConfig config;
  PyConfig_InitPythonConfig(&config);
  config.use_environment = 0;
  config.user_site_directory = 0;
  config.install_signal_handlers = 0;
  config.write_bytecode = 0;
  // By this name it finds its home on the PATH.
  PyStatus status = PyConfig_SetBytesString(&config, &config.program_name, "python3");
  if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (!PyStatus_Exception(status)) return "";
  return status.err_msg != nullptr ? status.err_msg : "Python cannot be started";
}

// A text of the module's; a list's members are joined.
std::string textOf(PyObject* globals, const char* expression) {
  PyObject* value = PyRun_String(expression, Py_eval_input, globals, globals);
  const char* text = value != nullptr ? PyUnicode_AsUTF8(value) : nullptr;
  const std::string copy = text != nullptr ? text : "";
  PyErr_Clear();
  Py_XDECREF(value);
  return copy;
}

}  // namespace

std::string startPython(const WorkerSettings& settings, bool& works) {
  works = false;
  const std::string trouble = startInterpreter();
  if (!trouble.empty()) return trouble;
  const std::string told = writeMessage({{"models", settings.models_folder},
                                         {"scripts", settings.scripts_folder},
                                         {"plugins", settings.plugin_folders}});
  PyObject* globals = PyModule_GetDict(PyImport_AddModule("__main__"));
  PyObject* text = PyUnicode_FromStringAndSize(told.data(), static_cast<Py_ssize_t>(told.size()));
  PyDict_SetItemString(globals, "told", text);
  Py_XDECREF(text);
  PyObject* ran = PyRun_String(kProgram, Py_file_input, globals, globals);
  if (ran == nullptr) PyErr_Print();
  Py_XDECREF(ran);
  works = textOf(globals, "str(works)") == "True";
  const std::string problems = textOf(globals, "'; '.join(problems)");
  // Algorithms take the interpreter's lock when they need it, on whatever thread.
  PyEval_SaveThread();
  return problems;
}

}  // namespace geotask
