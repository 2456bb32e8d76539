# SPDX-License-Identifier: GPL-2.0-or-later
"""The user enters a server; no, another one; no, that one; and tests the connection each time."""

from geotask_remote.link.texts import tr


def _type(field, text):
    field.setText(text)
    field.textEdited.emit(text)


def _tested(desk, form, address):
    """Tests the connection to an address; ends with the report."""
    _type(form.address, address)
    form.test_button.click()
    yield lambda: form.test_button.text() == tr("Test connection")
    return form.report.toPlainText()


def enters_and_tests(desk, nobody, silent, address):
    desk.plugin.show_settings()
    dialog = desk.plugin.settings
    dialog.widget.add_button.click()
    form = dialog.widget.form
    _type(form.name, "Office")

    desk.tell("no_address", (yield from _tested(desk, form, "gis.example.org")))
    desk.tell("nobody", (yield from _tested(desk, form, nobody)))
    desk.screenshot("settings_nobody_there", dialog)

    _type(form.address, silent)
    form.test_button.click()
    desk.tell("asking", form.report.toPlainText())
    desk.tell("button", form.test_button.text())
    beats = desk.heart.beats
    yield lambda: desk.heart.beats > beats + 20  # QGIS lives while the server says nothing.
    form.test_button.click()
    desk.tell("stopped", form.report.toPlainText())

    desk.tell("connected", (yield from _tested(desk, form, address)))
    desk.screenshot("settings_connected", dialog)
    dialog.reject()
    desk.tell("after_cancel", [server.id for server in desk.plugin.servers.all()])

    desk.plugin.show_settings()
    widget = desk.plugin.settings.widget
    for name in ("Office", "Büro Süd", "Office"):
        widget.add_button.click()
        _type(widget.form.name, name)
        _type(widget.form.address, address)
    widget.form.tls.setChecked(True)
    desk.screenshot("settings_several", desk.plugin.settings)
    desk.plugin.settings.accept()
    desk.tell("servers", [[each.id, each.name, each.tls] for each in desk.plugin.servers.all()])


def speaks_german(desk):
    """The dialog, and the same servers as a page of QGIS's options."""
    page = desk.plugin.options.createWidget(desk.iface.mainWindow())
    page.servers.add_button.click()
    page.apply()
    desk.tell("servers", [each.address for each in desk.plugin.servers.all()])
    page.deleteLater()
    desk.plugin.show_settings()
    form = desk.plugin.settings.widget.form
    desk.tell("button", form.test_button.text())
    desk.tell("dock", desk.plugin.dock.windowTitle())
    yield desk.pause(0.1)
    desk.screenshot("settings_german", desk.plugin.settings)
