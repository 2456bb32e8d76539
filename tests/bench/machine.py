# SPDX-License-Identifier: GPL-2.0-or-later
"""The machine's figures: what the numbers of the table hold for."""

import os
import pathlib
import platform
import re


def lines(versions):
    """`versions` is what GetServerInfo tells."""
    memory = int(re.search(r"MemTotal: +(\d+)", _text("/proc/meminfo"))[1]) / (1 << 20)
    model = re.search(r"model name\s*: (.*)", _text("/proc/cpuinfo"))
    system = re.search(r'PRETTY_NAME="(.*)"', _text("/etc/os-release"))
    return [
        f"- {model[1] if model else platform.machine()}, {len(os.sched_getaffinity(0))} cores,"
        f" {memory:.0f} GiB, load at the start {os.getloadavg()[0]:.1f}",
        f"- {system[1] if system else platform.system()}, Linux {platform.release()}",
        f"- geotaskd {versions.geotaskd}, QGIS {versions.qgis}, GEOS {versions.geos},"
        f" gRPC {versions.grpc}",
    ]


def _text(path):
    return pathlib.Path(path).read_text(encoding="utf-8")
