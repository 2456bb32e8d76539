# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws a share of the work as a bar."""

from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionProgressBar

from .job_model import PERCENT_ROLE


class ProgressDelegate(QStyledItemDelegate):
    def paint(self, painter, option, index):
        done = index.data(PERCENT_ROLE)
        if done is None:
            super().paint(painter, option, index)
            return
        bar = QStyleOptionProgressBar()
        bar.rect = option.rect.adjusted(2, 2, -2, -2)
        bar.state = option.state | QStyle.StateFlag.State_Horizontal
        bar.minimum, bar.maximum, bar.progress = 0, 100, int(done)
        bar.text = index.data()
        bar.textVisible = True
        QApplication.style().drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter)
