# SPDX-License-Identifier: GPL-2.0-or-later
"""Every call that a document shows works as pasted, and answers what the document shows.

The blocks of a document that are marked `sh` are run in order against one daemon; the block that
follows, marked `json` or `text`, is what comes back. One marked `python` is saved as example.py.
"""

import contextlib
import os
import pathlib
import shlex
import shutil
import subprocess

import pytest

import expect
import grpcurl_by_buf
from markdown import REPOSITORY, blocks
from support.daemon import DEADLINE, WORLD_MAP, Daemon

DOCUMENTS = ["README.md", "docs/api.md"]
ADDRESS = "127.0.0.1:9090"  # The one in the documents.
HERE = pathlib.Path(__file__).resolve().parent
CANNOT_INSTALL = 3  # Exit code of install_grpcurl.sh.
NOT_OF_THE_API = "grpc.reflection."


def shown_calls():
    """The blocks to run, each with what comes back; "" when that is not shown."""
    for document in DOCUMENTS:
        found = blocks(document)
        for block, following in zip(found, [*found[1:], None]):
            if block.language in ("sh", "python"):
                answer = following if following and following.language in ("json", "text") else None
                yield pytest.param(block, answer, id=str(block))


def install(script, folder):
    """Runs an install script and gives the path it prints."""
    done = subprocess.run(["sh", script, folder], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == CANNOT_INSTALL:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


@pytest.fixture(scope="session")
def environment(client, request, tmp_path_factory):
    """The environment of the calls, where `grpcurl` is the real one or buf in its place."""
    tools = pathlib.Path(request.config.getoption("--tools")).resolve()
    programs = tmp_path_factory.mktemp("bin")
    environment = {**os.environ, "PATH": f"{programs}:/usr/bin:/bin"}
    if client == "buf":
        environment["BUF"] = install(HERE.parent / "style/install_buf.sh", tools)
        stand_in = programs / "grpcurl"
        shutil.copy(HERE / "grpcurl_by_buf.py", stand_in)
        stand_in.chmod(0o755)
    else:
        (programs / "grpcurl").symlink_to(install(HERE / "install_grpcurl.sh", tools))
    return environment


class Reader:
    """Somebody who pastes the calls of a document into a shell in the root of the tree."""

    def __init__(self, folder, environment):
        folder.mkdir()
        shutil.copytree(REPOSITORY / "proto", folder / "proto")
        self.folder = folder
        self.environment = environment
        self.daemon = Daemon(folder)

    def paste(self, text):
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", text.replace(ADDRESS, self.daemon.address)],
            cwd=self.folder, env=self.environment,
            capture_output=True, text=True, timeout=DEADLINE, check=False,
        )


@pytest.fixture(scope="session")
def readers(environment, tmp_path_factory):
    """The reader of each document, with a daemon of its own."""
    folder = tmp_path_factory.mktemp("readers")
    with contextlib.ExitStack() as stack:
        made = {}
        for document in DOCUMENTS:
            made[document] = Reader(folder / pathlib.Path(document).stem, environment)
            stack.enter_context(made[document].daemon)
        yield made


@pytest.mark.parametrize("block, answer", shown_calls())
def test_a_shown_call_works_as_pasted(readers, client, block, answer):
    reader = readers[block.document]
    if block.language == "python":
        (reader.folder / "example.py").write_text(
            block.text.replace(ADDRESS, reader.daemon.address), encoding="utf-8"
        )
        return
    if client == "buf" and " describe " in block.text:
        return  # buf has nothing like it.

    done = reader.paste(block.text)

    printed = f"{block.text}\nprinted:\n{done.stdout}{done.stderr}\n{reader.daemon.log()[-2000:]}"
    shown = answer.text if answer else ""
    if shown.startswith("ERROR:"):
        assert done.returncode != 0, printed
        problem = expect.failure_difference(shown, done.stderr)
    else:
        assert done.returncode == 0, printed
        compare = (
            expect.json_difference if answer and answer.language == "json"
            else expect.text_difference
        )
        problem = compare(shown, done.stdout)
    assert not problem, f"{answer}: {problem}\n{printed}"


def test_every_rpc_is_shown(readers):
    reader = readers["docs/api.md"]
    listed = reader.paste(
        f"for each in $(grpcurl -plaintext {ADDRESS} list); do"
        f" grpcurl -plaintext {ADDRESS} list $each; done"
    )
    assert listed.returncode == 0, listed.stderr
    served = {
        "/".join(method.rsplit(".", 1))
        for method in listed.stdout.split()
        if not method.startswith(NOT_OF_THE_API)
    }
    words = {
        word
        for block in blocks("docs/api.md") if block.language == "sh"
        for word in block.text.split()
    }

    assert len(served) > 10
    assert served - words == set(), "docs/api.md shows no call of these"


def test_the_translation_for_buf_is_the_one_that_makes_the_calls():
    found = blocks("docs/api.md")
    shown = next(index for index, block in enumerate(found) if block.language == "shell")
    by_grpcurl, by_buf = (
        shlex.split(block.text.replace("\\\n", "")) for block in found[shown - 1 : shown + 1]
    )

    assert by_grpcurl[0] == "grpcurl" and by_buf[:2] == ["npx", "buf"]
    assert by_buf[2:] == grpcurl_by_buf.translate(by_grpcurl[1:])


def test_the_documents_start_the_daemon_that_the_tests_start():
    for document in DOCUMENTS:
        assert f"--source world={WORLD_MAP}" in (REPOSITORY / document).read_text(encoding="utf-8")
