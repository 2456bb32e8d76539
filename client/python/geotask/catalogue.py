# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithms, to look at.

    server.algorithms("centroid")         # a list, drawn as a table in a notebook
    print(server.algorithm("native:centroids"))
"""

from __future__ import annotations

from typing import Any, List, Sequence, overload

from google.protobuf import json_format

from geotask.v1 import algorithms_pb2


class Parameter:
    """What an algorithm takes. message: geotask.v1.Parameter."""

    def __init__(self, message: algorithms_pb2.Parameter) -> None:
        self.message = message
        self.name = str(message.name)
        self.description = str(message.description)
        self.type = str(message.type)
        self.optional = bool(message.optional)
        self.destination = bool(message.destination)
        self.options = tuple(message.options)

    @property
    def default(self) -> Any:
        if not self.message.HasField("default_value"):
            return None
        return json_format.MessageToDict(self.message.default_value)

    def __repr__(self) -> str:
        return f"<Parameter {self.name} ({self.type})>"


class Algorithm:
    """An algorithm of QGIS. message: geotask.v1.Algorithm."""

    def __init__(self, message: algorithms_pb2.Algorithm) -> None:
        self.message = message
        self.id = str(message.id)
        self.title = str(message.title)
        self.group = str(message.group)
        self.provider = str(message.provider_title or message.provider)
        self.short_description = str(message.short_description)
        self.help = str(message.help)
        self.denied = str(message.denied)
        self.parameters = tuple(Parameter(each) for each in message.parameters)
        self.outputs = tuple(each.name for each in message.outputs)

    def __repr__(self) -> str:
        return f"<Algorithm {self.id}: {self.title}>"

    def __str__(self) -> str:
        lines = [f"{self.id}: {self.title}", self.help or self.short_description, ""]
        lines += [_line(each) for each in self.parameters]
        return "\n".join([*lines, f"gives: {', '.join(self.outputs) or 'nothing'}"])

    def _repr_html_(self) -> str:
        from geotask.notebook import algorithm_html

        return algorithm_html(self)


def _line(parameter: Parameter) -> str:
    notes = [parameter.type]
    if parameter.optional:
        notes.append("optional")
    if parameter.options:
        notes.append(" | ".join(parameter.options))
    if parameter.default is not None:
        notes.append(f"default {parameter.default}")
    return f"  {parameter.name}: {parameter.description} ({', '.join(notes)})"


class AlgorithmList(Sequence[Algorithm]):
    """Algorithms by id, drawn as a table in a notebook. They know no parameters: ask for one."""

    def __init__(self, algorithms: Sequence[Algorithm]) -> None:
        self._algorithms: List[Algorithm] = list(algorithms)

    @overload
    def __getitem__(self, index: int) -> Algorithm: ...

    @overload
    def __getitem__(self, index: slice) -> "AlgorithmList": ...

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return AlgorithmList(self._algorithms[index])
        return self._algorithms[index]

    def __len__(self) -> int:
        return len(self._algorithms)

    @property
    def ids(self) -> List[str]:
        return [each.id for each in self._algorithms]

    def __repr__(self) -> str:
        return "\n".join(f"{each.id}: {each.title}" for each in self._algorithms) or "(none)"

    def _repr_html_(self) -> str:
        from geotask.notebook import algorithms_html

        return algorithms_html(self)
