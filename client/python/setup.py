# SPDX-License-Identifier: GPL-2.0-or-later
"""What pyproject.toml cannot say: the messages of the API are made from the protos when the package is
built, by protoc; and nothing is left in this folder."""

import pathlib
import shutil
import subprocess
import tempfile

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = pathlib.Path(__file__).resolve().parent
# Beside us in a source distribution, else that of the tree.
PROTO = next(each for each in (HERE / "proto", HERE.parents[1] / "proto") if each.is_dir())
BUILD = tempfile.TemporaryDirectory(prefix="geotask-build-")


class BuildWithMessages(build_py):
    def run(self):
        super().run()
        subprocess.run(["sh", str(HERE / "generate.sh"), self.build_lib, str(PROTO)], check=True)


class SourceWithProtos(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        for name in PROTO.glob("geotask/v1/*.proto"):
            place = pathlib.Path(base_dir, "proto", name.relative_to(PROTO))
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, place)
        shutil.copyfile(HERE / "generate.sh", pathlib.Path(base_dir, "generate.sh"))


setup(
    cmdclass={"build_py": BuildWithMessages, "sdist": SourceWithProtos},
    options={"build": {"build_base": BUILD.name}, "egg_info": {"egg_base": BUILD.name}},
)
