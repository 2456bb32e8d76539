# SPDX-License-Identifier: GPL-2.0-or-later
"""Brings the texts of the plugin into its translation files, and keeps what is translated there.

    python3 client/qgis_plugin/translate.py             # all of geotask_remote/i18n/*.ts
    python3 client/qgis_plugin/translate.py --check     # exit code 1 when a text is missing

A new language begins with an empty file of its name, as i18n/geotask_remote_fr.ts. Texts are those
in calls of tr("...") and QCoreApplication.translate("context", "...").
"""

import ast
import collections
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

PLUGIN = pathlib.Path(__file__).parent / "geotask_remote"
CONTEXT = "geotask_remote"


def texts_of(source):
    """(context, text) of all that is to be translated in a Python source."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        words = [each.value for each in node.args
                 if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if name == "tr" and words:
            yield CONTEXT, words[0]
        elif name == "translate" and len(words) >= 2:
            yield words[0], words[1]


def all_texts():
    """Texts by context, each once, in the order of files and lines."""
    found = collections.defaultdict(dict)
    for file in sorted(PLUGIN.rglob("*.py")):
        for context, text in texts_of(file.read_text(encoding="utf-8")):
            found[context].setdefault(text)
    return found


def known_translations(file):
    """Translations by (context, text)."""
    if not file.stat().st_size:
        return {}
    known = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.text:
                known[context.findtext("name"), message.findtext("source")] = translation.text
    return known


def updated(file):
    """The file's new content, and how many texts have no translation."""
    known = known_translations(file)
    root = ElementTree.Element("TS", version="2.1", language=file.stem.rsplit("_", 1)[-1])
    missing = 0
    for name, texts in sorted(all_texts().items()):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for text in texts:
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = text
            translation = ElementTree.SubElement(message, "translation")
            if (name, text) in known:
                translation.text = known[name, text]
            else:
                translation.set("type", "unfinished")
                missing += 1
    ElementTree.indent(root, "  ")
    body = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    return f"{head}<!-- SPDX-License-Identifier: GPL-2.0-or-later -->\n{body}\n", missing


def main():
    behind = False
    for file in sorted((PLUGIN / "i18n").glob("*.ts")):
        content, missing = updated(file)
        if "--check" in sys.argv[1:]:
            behind |= missing > 0 or content != file.read_text(encoding="utf-8")
        else:
            file.write_text(content, encoding="utf-8")
        print(f"{file.name}: {missing} texts without a translation")
    if behind:
        print("hint: python3 client/qgis_plugin/translate.py, then translate what is unfinished")
    sys.exit(1 if behind else 0)


if __name__ == "__main__":
    main()
