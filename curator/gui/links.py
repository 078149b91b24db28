"""Links in a model's text: nothing is opened before a person has read where it goes."""

from __future__ import annotations

from PySide6 import QtWidgets
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

SCHEMES = ("http", "https", "mailto")
LONGEST = 400


def ask_to_open(parent: QWidget, address: str) -> QtWidgets.QMessageBox:
    """Show where a link goes; open it in the browser only when the person says so."""
    url = QUrl(address)
    known = url.scheme().lower() in SCHEMES
    box = QtWidgets.QMessageBox(parent)
    box.setObjectName("open-link")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("Link")
    box.setTextFormat(Qt.TextFormat.PlainText)
    shown = address if len(address) <= LONGEST else f"{address[:LONGEST]}…"
    box.setInformativeText(shown)
    if known:
        box.setText("This link is part of the model's text. Open it in the browser?")
        opening = box.addButton("Open", QtWidgets.QMessageBox.ButtonRole.ActionRole)
        opening.clicked.connect(lambda: QDesktopServices.openUrl(url))
    else:
        box.setText("This link leads to something other than a web page. It is not opened.")
    stay = box.addButton(
        "Leave it" if known else "Close", QtWidgets.QMessageBox.ButtonRole.RejectRole
    )
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.open()
    return box
