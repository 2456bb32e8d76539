# SPDX-License-Identifier: GPL-2.0-or-later
"""Errors as text for people: what happened and what to do."""

from geotask.errors import GeotaskError, Unavailable

from .texts import tr


def explain(error, server):
    if isinstance(error, Unavailable) and not error.reason:
        return tr("{} does not answer: {}.").format(server.place, error.message.rstrip(". "))
    if not isinstance(error, GeotaskError):
        return str(error)
    said = error.message.rstrip(". ") + "."
    return f"{said} {error.remedy}" if error.remedy and error.remedy not in said else said
