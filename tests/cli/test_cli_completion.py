# SPDX-License-Identifier: GPL-2.0-or-later
"""Completion in a real bash on a terminal, with the script as it is installed; in zsh and fish, where
they are there, too."""

import json
import os
import shutil
import subprocess

import pytest

from cli_support import SilentServer
from terminal import Terminal

# Prints the line as it stands when Ctrl-X Ctrl-P is typed: the end of a completion.
SETUP = r"""PS1='$ '; bind 'set bell-style none'; bind 'set show-all-if-ambiguous on'
bind 'set completion-query-items 0'; bind 'set page-completions off'; bind 'set enable-bracketed-paste off'
bind -x '"\C-x\C-p": printf "\n<%s>\n" "$READLINE_LINE"'
"""


@pytest.fixture(scope="module")
def installed(cli, tmp_path_factory):
    """The scripts, where the program's build has put them for `cmake --install`."""
    cli.ok("algorithms")  # Waits until the daemon knows them.
    folder = tmp_path_factory.mktemp("shell")
    os.symlink(cli.program, folder / "geotask")
    for shell in ("bash", "zsh", "fish"):
        (folder / f"geotask.{shell}").write_text(cli.ok("completion", shell))
    return folder


class Bash:
    def __init__(self, cli, installed, folder, **variables):
        self.folder = folder
        rc = installed / "rc"
        rc.write_text(f"{SETUP}. {installed}/geotask.bash\n")
        env = {**cli.environment(), "PATH": f"{installed}:{os.environ['PATH']}", "HOME": str(folder),
               "INPUTRC": "/dev/null", **variables}
        self.terminal = Terminal(["bash", "--noprofile", "--rcfile", str(rc), "-i"], env, 200,
                                 cwd=str(folder))

    def __enter__(self):
        self.terminal.__enter__()
        return self

    def __exit__(self, *_):
        self.terminal.__exit__()

    def tab(self, line):
        """What the line is after a Tab, and what was shown in between."""
        self.terminal.type("\x15" + line + "\t\x18\x10")
        shown = self.terminal.wait_for("\n<")
        return self.terminal.wait_for(">"), shown

    def completed(self, line):
        """The same for what the server has to tell, which may be too busy to tell it in time: again
        until it does."""
        for _ in range(20):
            whole, _ = self.tab(line)
            if whole != line:
                return whole
        return line


@pytest.fixture
def bash(cli, installed, tmp_path):
    with Bash(cli, installed, tmp_path) as shell:
        yield shell


def test_a_verb_is_completed(bash):
    assert bash.tab("geotask buf")[0] == "geotask buffer "


def test_several_that_fit_are_shown(bash):
    line, shown = bash.tab("geotask da")
    assert line == "geotask datasets "
    line, shown = bash.tab("geotask s")
    assert line == "geotask s"
    assert {"show", "sources", "server"} <= set(shown.split())


def test_options_and_their_values_are_completed(bash):
    assert bash.tab("geotask buffer --dist")[0] == "geotask buffer --distance"
    assert "--distance-field" in bash.tab("geotask buffer --dist")[1]
    assert bash.tab("geotask buffer --cap s")[0] == "geotask buffer --cap square "
    assert bash.tab("geotask buffer --cap=s")[0] == "geotask buffer --cap=square "
    assert bash.tab("geotask jobs --state canc")[0] == "geotask jobs --state cancell"
    assert bash.tab("geotask completion f")[0] == "geotask completion fish "


def test_layers_of_the_server_are_completed_across_colons(bash):
    assert bash.completed("geotask buffer data:world/cou") == "geotask buffer data:world/countries "
    assert bash.completed("geotask sources w") == "geotask sources world "


def test_algorithms_and_their_parameters_are_completed(bash):
    assert bash.completed("geotask describe native:centr") == "geotask describe native:centroids "
    call = "geotask run native:centroids --IN"
    assert bash.completed(call) == "geotask run native:centroids --INPUT="
    assert bash.completed("geotask run native:centroids --INPUT=data:world/st") == (
        "geotask run native:centroids --INPUT=data:world/states_provinces ")
    assert bash.completed("geotask run native:centroids --ALL_PARTS=t") == (
        "geotask run native:centroids --ALL_PARTS=true ")


def test_jobs_and_datasets_are_completed(cli, bash, tmp_path):
    cli.ok("buffer", "data:world/disputed_borders", "--distance", "0.1", "--job-id", "tab-job")
    lakes = tmp_path / "lakes.geojson"
    lakes.write_text('{"type":"Point","coordinates":[8,47]}')
    cli.ok("upload", str(lakes), "--id", "tab-lakes")
    assert bash.completed("geotask show jobs/tab") == "geotask show jobs/tab-job "
    assert bash.completed("geotask delete dataset:tab") == "geotask delete dataset:tab-lakes "
    assert bash.completed("geotask buffer job:tab") == "geotask buffer job:tab-job "
    cli.ok("delete", "tab-job", "dataset:tab-lakes")


def test_files_are_completed_beside_what_the_server_has(bash):
    (bash.folder / "roads.gpkg").write_text("")
    (bash.folder / "out").mkdir()
    (bash.folder / "two words.gpkg").write_text("")
    assert bash.tab("geotask buffer roa")[0] == "geotask buffer roads.gpkg "
    assert bash.tab("geotask result a --output ou")[0] == "geotask result a --output out/"
    assert bash.completed("geotask run native:buffer --INPUT=roa") == (
        "geotask run native:buffer --INPUT=roads.gpkg ")
    assert bash.tab("geotask buffer two")[0] == "geotask buffer two\\ words.gpkg "


def test_another_server_on_the_line_is_asked(cli, installed, tmp_path):
    with Bash(cli, installed, tmp_path, GEOTASK_SERVER="unix:/nonexistent") as shell:
        assert shell.tab("geotask sources w")[0] == "geotask sources w"
        line = f"geotask --server {cli.address} sources w"
        assert shell.completed(line) == line + "orld "


def test_a_server_that_says_nothing_costs_a_moment_and_no_more(cli, installed, tmp_path):
    with SilentServer() as server:
        with Bash(cli, installed, tmp_path, GEOTASK_SERVER=server.address) as shell:
            assert shell.tab("geotask sources w")[0] == "geotask sources w"
            server.await_a_client()
            assert shell.tab("geotask buf")[0] == "geotask buffer "


def test_the_description_of_the_command_line_is_that_of_the_help(cli):
    usage = json.loads(cli.ok("--json-usage"))
    for verb in usage["verbs"]:
        text = cli.ok(verb["name"], "--help")
        for option in verb["options"]:
            assert all(name in text for name in option["names"]), option
            assert option["description"] in " ".join(text.split()) or "\n" in option["description"]
    (buffer,) = [verb for verb in usage["verbs"] if verb["name"] == "buffer"]
    (cap,) = [option for option in buffer["options"] if "--cap" in option["names"]]
    assert cap["choices"] == ["round", "flat", "square"]
    assert [argument["kind"] for argument in buffer["arguments"]] == ["input"]


def test_every_option_with_a_value_can_be_completed_or_is_known_to_take_any_text(cli):
    """A new option says what it takes, or is added here."""
    any_text = {
        "--server", "--crs", "--distance", "--distance-field", "--segments", "--mitre-limit",
        "--output-layer", "--output-crs", "--priority", "--label", "--ttl", "--job-id", "--unit",
        "--preview-output", "--preview-size", "--preview-extent", "--preview-crs", "--preview-fill",
        "--preview-stroke", "--preview-background", "--project-crs", "--coordinate-operation",
        "--timeout", "--name", "--id", "--group", "--tag", "SEARCH",
        "--buffer", "--simplify", "--reproject", "--minimum-enclosing-circle", "--densify-by-count",
        "--densify-by-distance", "--smooth", "--delete-holes-below", "--remove-duplicate-vertices",
        "--snap-to-grid", "--translate", "--rotate"}
    usage = json.loads(cli.ok("--json-usage"))
    for verb in usage["verbs"]:
        for option in [*verb["arguments"], *verb["options"], *usage["options"]]:
            known = "value" not in option or "kind" in option or "choices" in option
            assert known or option["names"][0] in any_text, (verb["name"], option)


def test_the_scripts_are_installed_where_shells_look(cli):
    build = os.path.dirname(os.path.dirname(cli.program))
    manifest = open(os.path.join(build, "client/cli/cmake_install.cmake")).read()
    for place in ("bash-completion/completions", "zsh/vendor-completions", "fish/vendor_completions.d"):
        assert place in manifest
    for shell in ("bash", "zsh", "fish"):
        with open(os.path.join(build, f"client/cli/completion.{shell}")) as made:
            assert made.read() == cli.ok("completion", shell)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_completes_too(cli, installed, tmp_path):
    env = {**cli.environment(), "PATH": f"{installed}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    setup = (f"PS1='$ '; autoload -Uz compinit; compinit -u; source {installed}/geotask.zsh; "
             "show() {{ print -r -- \"<$BUFFER>\"; }}; zle -N show; bindkey '^X^P' show; "
             "unsetopt beep\n").replace("{{", "{").replace("}}", "}")
    with Terminal(["zsh", "-f", "-i"], env, 200, cwd=str(tmp_path)) as terminal:
        terminal.type(setup + "print rea''dy\n")
        terminal.wait_for("ready")
        for typed, whole in [("geotask buf", "geotask buffer "),
                             ("geotask buffer data:world/cou", "geotask buffer data:world/countries "),
                             ("geotask buffer --cap s", "geotask buffer --cap square "),
                             ("geotask run native:centroids --INP",
                              "geotask run native:centroids --INPUT=")]:
            terminal.type("\x15" + typed + "\t\x18\x10")
            terminal.wait_for("<")
            assert terminal.wait_for(">") == whole


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes_too(cli, installed, tmp_path):
    env = {**cli.environment(), "PATH": f"{installed}:{os.environ['PATH']}", "HOME": str(tmp_path)}

    def complete(line):
        done = subprocess.run(
            ["fish", "--no-config", "-c", f"source {installed}/geotask.fish; complete -C '{line}'"],
            env=env, capture_output=True, text=True, timeout=60, check=True)
        return [each.split("\t")[0] for each in done.stdout.splitlines()]

    assert "buffer" in complete("geotask buf")
    assert complete("geotask buffer --cap s") == ["square"]
    assert complete("geotask buffer data:world/cou") == ["data:world/countries"]
