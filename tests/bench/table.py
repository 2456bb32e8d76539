# SPDX-License-Identifier: GPL-2.0-or-later
"""The table: a row a workload, with its goal and whether that is reached.

    row = Row("countries", peers=[loop, postgis], ours=ours, goal=AtLeast(1.1, loop))
    print(markdown([row]))
"""

import dataclasses

from probe import Figure


@dataclasses.dataclass(frozen=True)
class AtLeast:
    """A peer's time divided by ours; ours may have to be ahead of others besides."""

    least: float
    against: Figure
    ahead_of: tuple = ()

    def text(self):
        others = "".join(f", ahead of {each.probe.name}" for each in self.ahead_of)
        return f"at least {self.least:g} times {self.against.probe.name}{others}"

    def ratio(self, ours):
        return self.against.median() / ours.median()

    def reached(self, ours):
        others = [each for each in self.ahead_of if not each.missing()]
        ahead = all(ours.median() < each.median() for each in others)
        return self.ratio(ours) >= self.least and ahead


@dataclasses.dataclass(frozen=True)
class AtMost:
    """Our figure divided by another one, where less is better."""

    most: float
    against: Figure

    def text(self):
        return f"at most {self.most:g} times {self.against.probe.name}"

    def ratio(self, ours):
        return ours.median() / self.against.median()

    def reached(self, ours):
        return self.ratio(ours) <= self.most


@dataclasses.dataclass(frozen=True)
class SameRate:
    """Another rate divided by ours."""

    most: float
    against: Figure

    def text(self):
        return f"{self.against.probe.name} at most {self.most:g} times that"

    def ratio(self, ours):
        return self.against.median() / ours.median()

    def reached(self, ours):
        return self.ratio(ours) <= self.most


@dataclasses.dataclass(frozen=True)
class Worst:
    """A limit to the worst of all rounds."""

    limit: float
    shown: str

    def text(self):
        return f"worst {self.shown}"

    def ratio(self, ours):
        return None

    def reached(self, ours):
        return ours.worst() <= self.limit


@dataclasses.dataclass(frozen=True)
class Stated:
    """No goal: beside another figure."""

    against: Figure

    def text(self):
        return "stated"

    def ratio(self, ours):
        return ours.median() / self.against.median()

    def reached(self, ours):
        return None


@dataclasses.dataclass
class Row:
    workload: str
    peers: list
    ours: Figure
    goal: object

    def probes(self):
        return [each.probe for each in (*self.peers, self.ours)]

    def cells(self):
        peers = " · ".join(
            f"{each.probe.name} {each.text()}" for each in self.peers if not each.missing()
        )
        against = getattr(self.goal, "against", None)
        missing = self.ours.missing() or (against and against.missing())
        if missing:
            measured = self.ours.text() if not self.ours.missing() else f"not measured: {missing}"
            return [self.workload, peers, measured, "-", self.goal.text(), "no"]
        ratio, reached = self.goal.ratio(self.ours), self.goal.reached(self.ours)
        return [
            self.workload,
            peers,
            self.ours.text(),
            "-" if ratio is None else f"{ratio:.2f}",
            self.goal.text(),
            "-" if reached is None else "yes" if reached else "no",
        ]


def markdown(rows):
    lines = [["workload", "peers", "ours", "ratio", "goal", "reached"], ["---"] * 6]
    lines += [row.cells() for row in rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
