# SPDX-License-Identifier: GPL-2.0-or-later
"""How the examples of a language are run, with what they need.

    kind = kinds.ALL["node"](tools)                     # Installs into the folder `tools`.
    subprocess.run(kind.command("connect", "127.0.0.1:9090"), env=kind.environment)
"""

import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "client/examples"
CANNOT_INSTALL = 3  # Exit code of install_grpcurl.sh.


def _printed_by(script, *arguments):
    """The path that a script prints, which has put there what is needed."""
    command = ["sh", script, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == CANNOT_INSTALL:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


class Kind:
    def __init__(self, folder, program, suffix, environment):
        self.folder = EXAMPLES / folder
        self.environment = {**os.environ, **environment}
        self._program = program
        self._suffix = suffix

    def names(self):
        """The examples that can be run."""
        return {path.stem for path in self.folder.glob(f"*.{self._suffix}")}

    def command(self, name, *arguments):
        return [*self._program, str(self.folder / f"{name}.{self._suffix}"), *arguments]


def _python(tools):
    _printed_by(EXAMPLES / "python/make_stubs.sh", tools)
    return Kind("python", [sys.executable, "-B", "-u"], "py", {"PYTHONPATH": str(tools)})


def _node(tools):
    return Kind("node", ["node"], "js", {"NODE_PATH": _printed_by(HERE / "install_node.sh", tools)})


def _shell(client, install_script, tools):
    program = pathlib.Path(_printed_by(install_script, tools))
    return Kind("shell", ["bash"], "sh",
                {"GEOTASK_CLIENT": client, "PATH": f"{program.parent}:/usr/bin:/bin"})


def _buf(tools):
    return _shell("buf", HERE.parent / "style/install_buf.sh", tools)


def _grpcurl(tools):
    return _shell("grpcurl", HERE.parent / "docs/install_grpcurl.sh", tools)


ALL = {"python": _python, "node": _node, "buf": _buf, "grpcurl": _grpcurl}
