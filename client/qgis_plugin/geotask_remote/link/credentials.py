# SPDX-License-Identifier: GPL-2.0-or-later
"""Who we are, for servers that ask: metadata from an entry of QGIS's authentication database.

QGIS adds to a web request what the entry says (an API header, a password, a token of OAuth 2), and
its headers are what goes with each call. May block: QGIS may ask for the master password.
"""

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from .texts import tr

_NOT_OURS = {b"user-agent", b"content-type", b"accept-encoding"}


class CredentialsError(Exception):
    """They cannot be had, or must not be sent; says why."""


def metadata(server):
    """Pairs of key and value for each call to the server. Any thread but the main one."""
    if not server.authcfg:
        return []
    if not server.tls and not _stays_here(server.address):
        raise CredentialsError(
            tr("Credentials are not sent to {} in clear text: turn TLS on.").format(server.place)
        )
    request = QNetworkRequest(QUrl(f"https://{server.address}"))
    ok = QgsApplication.authManager().updateNetworkRequest(request, server.authcfg)
    if isinstance(ok, tuple):
        ok, request = ok
    if not ok:
        raise CredentialsError(
            tr("QGIS could not give the credentials {} for {}: look at them in Options,"
               " Authentication.").format(server.authcfg, server.place)
        )
    pairs = []
    for name in request.rawHeaderList():
        key = bytes(name).lower()
        if key not in _NOT_OURS:
            pairs.append((key.decode("latin-1"), bytes(request.rawHeader(name)).decode("latin-1")))
    return pairs


def _stays_here(address):
    host = address.rsplit(":", 1)[0].strip("[]")
    return address.startswith("unix:") or host in ("localhost", "::1") or host.startswith("127.")
