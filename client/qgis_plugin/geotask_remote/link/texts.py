# SPDX-License-Identifier: GPL-2.0-or-later
"""Words for people, in their language.

    tr("Test connection")      # the text must stand in the call: i18n/extract.py looks for it there
"""

import pathlib

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

CONTEXT = "geotask_remote"
_FOLDER = pathlib.Path(__file__).parents[1] / "i18n"


def tr(text):
    return QCoreApplication.translate(CONTEXT, text)


def install_translator(locale=None):
    """The translation for QGIS's language, installed; None when there is none."""
    language = (locale or QgsApplication.locale() or "en")[:2]
    translator = QTranslator()
    if not translator.load(str(_FOLDER / f"geotask_remote_{language}.qm")):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def size_text(count):
    """Bytes for people: `1.5 MB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


def seconds_text(seconds):
    """A span of time for people: `2 h 05 min`, `1 min 10 s`, `0.4 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"
