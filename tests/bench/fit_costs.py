# SPDX-License-Identifier: GPL-2.0-or-later
"""Fits the constants of server/geos/cost_model.cpp to what bench_fit_costs measures on this machine.

    cmake --build --preset release --target bench_fit_costs
    /usr/bin/python3 -B tests/bench/fit_costs.py build/release/bin/bench_fit_costs build/bench-data

The folder gets the geometries (data.py). Prints the constants, how far off they are for work of each size,
and what cutting is worth: the time of whole buffers, of parts, and of what the model would choose.
"""

import json
import pathlib
import subprocess
import sys

import numpy
from scipy.optimize import least_squares

sys.path.append(str(pathlib.Path(__file__).parents[1] / "e2e"))
from data import Data  # noqa: E402

# File, distance, segments, every so many geometries, whole buffers too.
RUNS = [
    ("countries", 0.01, 8, 1, True),
    ("countries", 0.1, 8, 1, True),
    ("countries", 0.1, 32, 1, False),
    ("countries", 1, 4, 2, False),
    ("countries", -0.05, 8, 1, True),
    ("states", 0.1, 8, 8, True),
    ("states", 1, 8, 16, False),
    ("largest", 2, 64, 1, False),
    ("largest", 0.3, 1, 1, False),
    ("largest", 5, 16, 1, False),
    ("points", 0.01, 8, 200, False),
    ("points", 0.01, 64, 200, False),
]
BINS = [0, 100, 1_000, 5_000, 20_000, 100_000, 1_000_000, numpy.inf]  # Microseconds.


def measured(program, data, run):
    name, distance, segments, step, whole = run
    command = [program, data.path(name), "--distance", distance, "--segments", segments,
               "--step", step, *([] if whole else ["--no-whole"])]
    done = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def predicted(constants, vertices, segments, reach):
    each, vertex, arc, near, power = constants
    return each + vertices * (vertex + arc * segments) + near * vertices**power * reach


def fit(lines):
    parts = numpy.array([
        (vertices, line["segments"], min(1, abs(line["distance"]) / extent) if extent else 0, spent)
        for line in lines
        for vertices, _, spent, _, extent in line["each"]
        if spent > 0
    ])
    vertices, segments, reach, spent = parts.T

    def off(logarithms):
        times = predicted(numpy.exp(logarithms), vertices, segments, reach)
        # What takes long counts for more: there a wrong prediction does harm.
        return (numpy.log(times) - numpy.log(spent)) * numpy.minimum(spent, 1e5) ** 0.35

    constants = numpy.exp(least_squares(off, numpy.log([15, 0.25, 0.1, 0.5, 2.0])).x)
    print("kEach %.1f  kVertex %.3f  kArc %.3f  kNear %.3f  kNearPower %.3f" % tuple(constants))
    ratio = predicted(constants, vertices, segments, reach) / spent
    for low, high in zip(BINS, BINS[1:]):
        chosen = (spent >= low) & (spent < high)
        if chosen.any():
            spread = tuple(numpy.percentile(ratio[chosen], [5, 50, 95]))
            print(f"from {low:>9,} us: {chosen.sum():>6} parts, predicted/measured "
                  "%.2f %.2f %.2f (5th, 50th, 95th percentile)" % spread)


def tell_cutting(run, lines):
    many = [line for line in lines if line["parts"] > 1 and "whole_us" in line]
    whole = sum(line["whole_us"] for line in many)
    cut = sum(line["valid_us"] + line["unite_us"] + sum(part[2] for part in line["each"])
              for line in many)
    print(f"{run[0]} {run[1]}: whole {whole / 1e6:.2f} s, in parts {cut / 1e6:.2f} s")


def main():
    program, folder = sys.argv[1:]
    data = Data(folder)
    lines = []
    for run in RUNS:
        made = measured(program, data, run)
        lines += made
        if run[4]:
            tell_cutting(run, made)
    fit(lines)
    united = sum(line["unite_us"] for line in lines) / sum(16 * line["unite_in"] for line in lines)
    checked = sum(line["valid_us"] for line in lines) / sum(line["vertices"] for line in lines)
    print("all unions of a tree, a byte that is put in: %.3f us; kCheckVertex %.2f" % (united, checked))


main()
