# SPDX-License-Identifier: GPL-2.0-or-later
"""The progress bar as a terminal sees it."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest

from cli_support import WORLD

ERASE = "\r\033[K"
COLOUR = re.compile(r"\033\[\d*m")


def on_terminal(cli, words, columns, stream="stderr", **variables):
    """Runs `geotask` with one of its streams on a terminal; gives what the terminal got and what
    the other stream did."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**cli.environment(), "TERM": "xterm", **variables}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
    running = subprocess.Popen([cli.program, *words], env=environment, stdin=subprocess.DEVNULL,
                               text=True, **streams)
    os.close(theirs)
    seen = b""
    try:
        while data := os.read(ours, 65536):
            seen += data
    except OSError:
        pass  # The last writer has gone.
    os.close(ours)
    others = running.communicate(timeout=300)
    assert running.returncode == 0, seen.decode()
    return seen.decode(), others[0 if stream == "stderr" else 1]


def job(tmp_path):
    return ["buffer", f"{WORLD}|countries", "--distance", "0.5", "--segments", "32", "-o",
            str(tmp_path / "out.gpkg")]


def drawn(seen):
    """The lines that were drawn and drawn over, without their colours."""
    return [COLOUR.sub("", part) for part in seen.split(ERASE)[1:]]


@pytest.mark.parametrize("columns", [100, 60, 24])
def test_one_line_is_drawn_over_and_over_and_fits(cli, tmp_path, columns):
    seen, printed = on_terminal(cli, job(tmp_path), columns)
    lines = [line for line in drawn(seen) if "\n" not in line]
    assert len(lines) > 1
    assert all(len(line) < columns for line in lines)
    assert all(line.startswith("buffering") for line in lines)
    assert printed == ""


def test_the_bar_grows_and_is_gone_in_the_end(cli, tmp_path):
    seen, _ = on_terminal(cli, job(tmp_path), 80)
    bars = [line for line in drawn(seen) if line.startswith("buffering [")]
    lengths = [bar.count("=") for bar in bars]
    assert lengths and lengths == sorted(lengths)
    # What stays on the terminal is what was not drawn over.
    rest = "".join(re.split(r"[^\n]*" + re.escape(ERASE), seen))
    assert "[" not in rest and "Wrote 240 rows" in rest


def test_the_bar_is_green_unless_colour_is_not_wanted(cli, tmp_path):
    coloured, _ = on_terminal(cli, job(tmp_path), 80, NO_COLOR="")
    assert "\033[32m" in coloured
    plain, _ = on_terminal(cli, [*job(tmp_path), "--overwrite"], 80, NO_COLOR="1")
    assert "\033[32m" not in plain


def test_a_dumb_terminal_gets_plain_lines(cli, tmp_path):
    seen, _ = on_terminal(cli, job(tmp_path), 80, TERM="dumb")
    assert "\033" not in seen and "Wrote 240 rows" in seen


def test_nothing_is_drawn_when_standard_error_is_no_terminal(cli, tmp_path):
    seen, messages = on_terminal(cli, job(tmp_path), 80, stream="stdout")
    assert seen == ""
    assert "\r" not in messages and "\033" not in messages and "Wrote 240 rows" in messages
