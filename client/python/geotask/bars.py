# SPDX-License-Identifier: GPL-2.0-or-later
"""A bar that shows how far jobs are: of tqdm where it is installed (a widget in notebooks), else plain
text on standard error.

    geotask.progress(job)                # waits for it, with a bar
    geotask.progress([job1, job2])       # of several: how many have ended
"""

from __future__ import annotations

import sys
from typing import Any, Iterable, List, Optional, Union

from geotask.futures import as_completed
from geotask.job import Event, Job


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return type(shell).__name__ == "ZMQInteractiveShell"


def progress(jobs: Union[Job, Iterable[Job]]) -> None:
    """Waits for jobs and shows how far they are. Does not raise when one fails: result() does.

    An interrupt (Ctrl-C, the stop button of a notebook) ends the waiting, not the jobs.
    """
    if isinstance(jobs, Job):
        _follow(jobs)
        return
    several: List[Job] = list(jobs)
    bar = _bar(total=len(several), unit="job")
    try:
        for _ in as_completed(several):
            bar.update(1)
    finally:
        bar.close()


def shown(wish: Optional[bool]) -> bool:
    """Whether to draw a bar: by default in a notebook."""
    return in_notebook() if wish is None else wish


def wait_for(job: Job, wish: Optional[bool], timeout: Optional[float] = None) -> None:
    """Waits; with a bar when that is wished, or by default in a notebook."""
    if shown(wish) and timeout is None:
        _follow(job)
    job.wait(timeout)


def _follow(job: Job) -> None:
    form = "{desc}{bar}| {percentage:3.0f}% [{elapsed}{postfix}]"
    bar = _bar(total=100.0, unit="%", bar_format=form)
    try:
        with job.watch() as events:
            for event in events:
                if event.kind != "log":
                    _show(bar, event)
    finally:
        bar.close()


def _show(bar: Any, event: Event) -> None:
    now = event.progress
    done = 100.0 if event.state == "SUCCEEDED" else now.percent or 0.0
    what = event.state if event.state != "RUNNING" or not now.stage else now.stage
    bar.set_description(what.capitalize(), refresh=False)
    if now.time_left and event.state == "RUNNING":
        bar.set_postfix_str(f"{now.time_left:.0f} s left", refresh=False)
    else:
        bar.set_postfix_str("", refresh=False)
    bar.update(max(0.0, done - bar.n))
    bar.refresh()


def _bar(**options: Any) -> Any:
    try:
        import warnings

        with warnings.catch_warnings():
            # That ipywidgets is missing is no news: the bar is drawn as text then.
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm

            return tqdm(**options)
    except ImportError:
        return TextBar(total=options["total"], unit=options["unit"])


class TextBar:
    """What tqdm does for us, in plain text: a line that is written over on a terminal, else one line a
    tenth of the way."""

    WIDTH = 30

    def __init__(self, total: float, unit: str) -> None:
        self.n = 0.0
        self._total = total or 1.0
        self._unit = unit
        self._text = ("", "")
        self._tenth = -1

    def set_description(self, text: str, refresh: bool = True) -> None:
        self._text = (text, self._text[1])

    def set_postfix_str(self, text: str, refresh: bool = True) -> None:
        self._text = (self._text[0], text)

    def update(self, by: float) -> None:
        self.n += by
        self.refresh()

    def refresh(self) -> None:
        share = min(1.0, self.n / self._total)
        line = f"{self._text[0]} {100 * share:3.0f} % {self._text[1]}".strip()
        if sys.stderr.isatty():
            filled = "#" * round(self.WIDTH * share)
            print(f"\r{filled:<{self.WIDTH}} {line:<40}", end="", file=sys.stderr, flush=True)
        elif int(10 * share) > self._tenth:
            self._tenth = int(10 * share)
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        if sys.stderr.isatty():
            print(file=sys.stderr)
