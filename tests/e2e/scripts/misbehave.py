# SPDX-License-Identifier: GPL-2.0-or-later
"""An algorithm of the operator's that does what none should: crash, hang, grow, look around.

HOW names what it tries, WITH what it needs for that; SAID tells what came of it.
"""

import ctypes
import os
import pathlib
import socket
import subprocess
import time

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)


def abort(_):
    os.abort()


def leave(code):
    os._exit(int(code))


def loop(_):
    while True:  # And never asks whether it is cancelled.
        pass


def sleep(seconds):
    time.sleep(float(seconds))


def grow(_):
    held = []
    while True:
        held.append(bytearray(b"x" * (16 << 20)))


def fill(path):
    with open(path, "wb") as file:
        while True:
            file.write(b"x" * (1 << 20))


def read(path):
    return pathlib.Path(path).read_bytes()


def listing(path):
    return os.listdir(path)


def write(path):
    pathlib.Path(path).write_bytes(b"x")


def link(path):
    os.symlink(path, pathlib.Path.home().parent / "out/link")
    return (pathlib.Path.home().parent / "out/link").read_bytes()


def connect(address):
    host, port = address.rsplit(":", 1)
    socket.create_connection((host, int(port)), timeout=5)
    return "connected"


def kill(process):
    os.kill(int(process), 9)


def trace(process):
    attach = 16
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(attach, int(process), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def execute(line):
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def spawn(_):
    child = os.fork()
    if child == 0:
        time.sleep(1000)
    return child


def environment(_):
    return dict(os.environ)


def leave_behind(text):
    for folder in ("in", "out", "tmp", "home"):
        try:
            (pathlib.Path.home().parent / folder / "left").write_text(text)
        except OSError:
            pass


def look_for_left(_):
    folders = ("in", "out", "tmp")
    return [f for f in folders if (pathlib.Path.home().parent / f / "left").exists()]


WAYS = {
    way.__name__: way
    for way in (abort, leave, loop, sleep, grow, fill, read, listing, write, link, connect, kill,
                trace, execute, spawn, environment, leave_behind, look_for_left)
}


class Misbehave(QgsProcessingAlgorithm):
    def createInstance(self):
        return Misbehave()

    def name(self):
        return "misbehave"

    def displayName(self):
        return "Misbehave"

    def initAlgorithm(self, _=None):
        self.addParameter(QgsProcessingParameterString("HOW", "What it tries"))
        self.addParameter(QgsProcessingParameterString("WITH", "With what", optional=True))
        self.addOutput(QgsProcessingOutputString("SAID", "What came of it"))

    def processAlgorithm(self, parameters, context, feedback):
        how = self.parameterAsString(parameters, "HOW", context)
        feedback.pushInfo(f"about to {how}")
        try:
            return {"SAID": str(WAYS[how](self.parameterAsString(parameters, "WITH", context)))}
        except OSError as error:
            return {"SAID": type(error).__name__}
