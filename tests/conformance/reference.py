# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS itself: `qgis_process.bin`, or PyQGIS where its command line cannot carry the parameters.

    python3 reference.py < call.json     # One call by PyQGIS: {"results": ...} or {"error": ...}
"""

import json
import os
import subprocess
import sys

# The wrapper of 3.22 passes an option to it that it does not know.
PROGRAM = next((path for path in ("/usr/bin/qgis_process.bin", "/usr/bin/qgis_process")
                if os.path.exists(path)), "qgis_process")
DEADLINE = 120
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def fits_command_line(parameters):
    """Whether all values are texts and numbers, or lists of them with a member."""
    def plain(value):
        return isinstance(value, (str, int, float)) and value != ""

    return all(
        plain(value) or (isinstance(value, list) and value and all(map(plain, value)))
        for value in parameters.values()
    )


def words(parameters):
    for name, value in parameters.items():
        for each in value if isinstance(value, list) else [value]:
            yield f"--{name}={str(each).lower() if isinstance(each, bool) else each}"


def run(algorithm, parameters, folder, project_crs="", project=""):
    """(results, error, how)"""
    if fits_command_line(parameters) and not project_crs and not project:
        command = [PROGRAM, "run", "--json", algorithm, *words(parameters)]
        done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True,
                              timeout=DEADLINE, check=False)
        said = done.stderr + done.stdout
        if "not available for use outside" not in said:
            try:
                told = json.loads(done.stdout[done.stdout.index("{"):])
                return told["results"], "", "qgis_process"
            except (ValueError, KeyError):
                # 3.22 refuses lists of numbers that it would take in other ways.
                if "Incorrect parameter value" not in said:
                    return None, said, "qgis_process"
    call = json.dumps(
        {"algorithm": algorithm, "parameters": parameters, "project_crs": project_crs,
         "project": project})
    done = subprocess.run([sys.executable, __file__], cwd=folder, env=ENVIRONMENT, input=call,
                          capture_output=True, text=True, timeout=DEADLINE, check=False)
    for line in reversed(done.stdout.splitlines()):
        if line.startswith("{"):
            answer = json.loads(line)
            return answer.get("results"), answer.get("error", ""), "PyQGIS"
    return None, done.stderr, "PyQGIS"


def main():
    call = json.load(sys.stdin)
    sys.path.append("/usr/share/qgis/python/plugins")
    from qgis.core import (
        QgsApplication,
        QgsCoordinateReferenceSystem,
        QgsMapLayer,
        QgsMeshLayer,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProject,
        QgsVectorLayer,
    )

    def opened(value):
        """Layers with what a user has done in his window: rows selected, a mesh drawn."""
        if isinstance(value, dict) and "selection" in value:
            layer = QgsVectorLayer(value["source"], "selected", "ogr")
            layer.selectByExpression(value["selection"])
            return layer
        if isinstance(value, str) and value.endswith(".2dm"):
            layer = QgsMeshLayer(value, "mesh", "mdal")
            layer.updateTriangularMesh()
            return layer
        return value

    application = QgsApplication([], False)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    context = QgsProcessingContext()
    if call["project_crs"]:
        QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(call["project_crs"]), True)
        context.setProject(QgsProject.instance())
    if call["project"]:
        assert QgsProject.instance().read(call["project"])
        context.setProject(QgsProject.instance())
    parameters = {name: opened(value) for name, value in call["parameters"].items()}
    try:
        results = processing.run(call["algorithm"], parameters, context=context,
                                 feedback=QgsProcessingFeedback())
    except Exception as error:  # Whatever an algorithm raises is its answer.
        answer = {"error": str(error)}
    else:
        answer = {"results": {
            name: value.source() if isinstance(value, QgsMapLayer) else value
            for name, value in results.items()
        }}
    print("\n" + json.dumps(answer, default=str), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
