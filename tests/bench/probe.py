# SPDX-License-Identifier: GPL-2.0-or-later
"""Probes measure, figures are what the table shows of them.

    loop = Probe("GEOS, 2 threads", lambda: {"seconds": 1.4})
    measure([loop], rounds=5)
    Figure(loop, "seconds").median()     # 1.4
"""

import dataclasses
import statistics


class NotMeasured(Exception):
    """Why there is no figure."""


class Probe:
    """Something that can be measured once a round. `run` gives {key: number} or raises NotMeasured."""

    def __init__(self, name, run):
        self.name = name
        self.run = run
        self.results = []
        self.missing = ""

    def measure(self):
        if self.missing:
            return
        try:
            self.results.append(self.run())
        except NotMeasured as why:
            self.missing = str(why)
        except Exception as error:  # A failure costs its row, not the hours of all others.
            self.missing = f"it failed: {error!r}"


def in_a_row(probe, times):
    """The same, so many times one after another in each round, the middle one counting: for what is so short
    that a single time tells more of what the machine did before than of what is measured."""
    def run():
        results = [probe.run() for _ in range(times)]
        return sorted(results, key=lambda result: result["seconds"])[times // 2]
    return Probe(probe.name, run)


@dataclasses.dataclass(frozen=True)
class Figure:
    """One of the numbers that a probe gives. `unit` is s, ms, MiB or /s."""

    probe: Probe
    key: str = "seconds"
    unit: str = "s"

    def missing(self):
        return self.probe.missing

    def median(self):
        return statistics.median(result[self.key] for result in self.probe.results)

    def worst(self):
        return max(result[self.key] for result in self.probe.results)

    def text(self):
        if self.missing():
            return "-"
        scale = 1000 if self.unit == "ms" else 1
        value = self.median() * scale
        digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
        over = "over " if any("limited" in result for result in self.probe.results) else ""
        return f"{over}{value:,.{digits}f} {self.unit}"


def measure(probes, rounds, say=print):
    """Measures all of them in each round, so that all see the same machine."""
    for number in range(1, rounds + 1):
        for probe in probes:
            say(f"round {number} of {rounds}: {probe.name}")
            probe.measure()
