# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures that the server draws, as arrays of pixels.

    picture = render(daemon, job.name, width=40, height=30)
    picture.pixel(20, 15)   # (red, green, blue)
"""

import dataclasses
import os

from osgeo import gdal

import support.stubs  # noqa: F401
from geotask.v1 import render_pb2
from support.daemon import DEADLINE, MAX_MESSAGE_BYTES


@dataclasses.dataclass
class Picture:
    header: render_pb2.RenderHeader
    png: bytes
    bands: list

    def pixel(self, x, y):
        """The values of the pixel, counted from the top left; the fourth, if any, is alpha."""
        return tuple(int(band[y][x]) for band in self.bands)

    def at(self, x, y):
        """The pixel at a place of the world."""
        extent = self.header.extent
        across = (x - extent.x_minimum) / (extent.x_maximum - extent.x_minimum)
        down = (extent.y_maximum - y) / (extent.y_maximum - extent.y_minimum)
        return self.pixel(int(across * self.header.width), int(down * self.header.height))

    def colours(self):
        """All that occur."""
        return {self.pixel(x, y) for x in range(self.header.width)
                for y in range(self.header.height)}


def extent(x_minimum, y_minimum, x_maximum, y_maximum):
    return render_pb2.Extent(x_minimum=x_minimum, y_minimum=y_minimum, x_maximum=x_maximum,
                             y_maximum=y_maximum)


def request(name, style=None, **asked):
    return render_pb2.RenderOutputRequest(
        name=name, style=render_pb2.RenderStyle(**(style or {})), **asked)


def render(daemon, name, style=None, **asked):
    header, png = None, b""
    for message in daemon.jobs.RenderOutput(request(name, style, **asked), timeout=DEADLINE):
        assert message.ByteSize() <= MAX_MESSAGE_BYTES
        if header is None:
            assert message.WhichOneof("part") == "header", "the header comes first"
            header = message.header
        else:
            png += message.data
    assert len(png) == header.byte_count
    picture = Picture(header, png, decode(png))
    keep(picture)
    return picture


def decode(png):
    path = "/vsimem/picture.png"
    gdal.FileFromMemBuffer(path, png)
    opened = gdal.Open(path)
    pixels = opened.ReadAsArray()
    bands = [pixels] if pixels.ndim == 2 else list(pixels)
    opened = None
    gdal.Unlink(path)
    return bands


def keep(picture):
    """Where GEOTASK_PICTURES names a folder, all pictures are kept there to be looked at."""
    folder = os.environ.get("GEOTASK_PICTURES")
    if not folder:
        return
    test = os.environ.get("PYTEST_CURRENT_TEST", "picture").split("::")[-1].split(" ")[0]
    number = len([name for name in os.listdir(folder) if name.startswith(test)])
    with open(f"{folder}/{test}-{number}.png", "wb") as file:
        file.write(picture.png)
