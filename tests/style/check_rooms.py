# SPDX-License-Identifier: GPL-2.0-or-later
"""Includes follow the arrows between the rooms, and each library stays in its room."""

import pathlib
import re

from tree import ROOT, files, finish, report, text

# What a room of the server may include besides itself. main.cpp may include all.
ARROWS = {
    "domain": set(),
    "spool": {"domain"},
    "sources": {"domain"},
    "geos": {"domain"},
    "qgis": {"domain", "geos"},
    "telemetry": {"domain"},
    "config": {"domain", "telemetry"},
    "os": {"domain"},
    "codec": {"domain"},
    "rpc": {"codec", "domain"},
    "worker": {"domain"},
    "worker/sandbox": {"domain"},
    "worker/geometry": {"domain", "geos", "worker"},
    "worker/geometry/main": {"domain", "geos", "os", "worker", "worker/geometry", "worker/sandbox"},
    "worker/main": {"codec", "domain", "qgis", "worker", "worker/sandbox"},
}

# Headers from outside, the places that may include them, and what to do elsewhere.
LIBRARIES = [
    (r"grpc|.*\.grpc\.pb\.h$", ["server/rpc/"], "gRPC stays in server/rpc: pass a plain value of the domain"),
    (r"google/|geotask/v1/|.*\.pb\.h$", ["server/rpc/", "server/codec/"],
     "protobuf stays in server/rpc and server/codec: pass a plain value of the domain"),
    (r"Python\.h$", ["server/worker/main/"], "Python lives in worker processes only"),
    (r"Q[A-Z]\w+$|Qt|qgs|qgis\.h", ["server/qgis/", "server/main.cpp"],
     "Qt and QGIS stay in server/qgis: define a port in server/domain and implement it there"),
    (r"gdal|ogr_|cpl_", ["server/sources/", "server/qgis/"],
     "GDAL stays in server/sources and server/qgis"),
    (r"CLI/|toml", ["server/config/"], "command line and config file stay in server/config"),
    (r"spdlog/", ["server/telemetry/"], "log with logEvent() of telemetry/log.h"),
]

INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')


def includes(path):
    for number, line in enumerate(text(path).splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1)


def room_of(folders):
    """The room of a file in these folders below server/: a folder within a room can be one of its own."""
    for depth in range(len(folders), 0, -1):
        if "/".join(folders[:depth]) in ARROWS:
            return "/".join(folders[:depth])
    return folders[0] if folders else None


def check_server(path):
    room = room_of(path.parts[1:-1])
    if room is not None and room not in ARROWS:
        report(path, 1, f"{room} is a new room: give it its arrows in {pathlib.Path(__file__).name}")
        return
    for number, header in includes(path):
        target = room_of(header.split("/")[:-1])
        if room and target in ARROWS and target != room and target not in ARROWS[room]:
            allowed = ", ".join(sorted(ARROWS[room])) or "no other room"
            report(path, number, f"{room} may not include {target} ({room} may include: {allowed}); "
                                 "what both need belongs to domain")
        for pattern, places, hint in LIBRARIES:
            if re.match(pattern, header) and not path.as_posix().startswith(tuple(places)):
                report(path, number, f"{header}: {hint}")
    if not path.as_posix().startswith("server/qgis/main_thread."):
        for number, line in enumerate(text(path).splitlines(), 1):
            if "QMetaObject::invokeMethod" in line:
                report(path, number, "use post() or call() of qgis/main_thread.h")


def check_client(path):
    for number, header in includes(path):
        if header.split("/")[0] in ARROWS and (ROOT / "server" / header).is_file():
            report(path, number, f"{header} is the server's: the two share nothing but proto/")


for path in files("*.h", "*.cpp"):
    if path.parts[0] == "server":
        check_server(path)
    elif path.parts[0] == "client":
        check_client(path)

finish()
