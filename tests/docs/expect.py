# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether an answer is the one a document shows.

What is shown may be shortened: fields left out, messages of a stream left out (but not the last),
`…` for the rest of a text or of a list. Any point in time stands for any other.

    problem = difference(shown, printed)   # "" when it is
"""

import base64
import json
import math
import re

from google.protobuf import json_format

import support.stubs  # noqa: F401
from geotask.v1 import error_pb2

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def messages(text):
    """JSON values that follow one another."""
    decoder, values, end = json.JSONDecoder(), [], 0
    while text[end:].strip():
        start = end + len(text[end:]) - len(text[end:].lstrip())
        value, end = decoder.raw_decode(text, start)
        values.append(value)
    return values


def json_difference(shown, printed):
    """Compares texts of JSON messages."""
    expected, answered = messages(shown), messages(printed)
    if not answered:
        return "there is no answer"
    if not _matches(expected[-1], answered[-1]):
        return f"the last message is not {json.dumps(expected[-1])}"
    rest = iter(answered)
    for each in expected:
        if not any(_matches(each, message) for message in rest):
            return f"there is no message like {json.dumps(each, ensure_ascii=False)}"
    return ""


def text_difference(shown, printed):
    """Compares lines: all that are shown come, in that order."""
    rest = iter(printed.splitlines())
    for line in shown.splitlines():
        if line.strip() and not any(_same_text(line.strip(), each.strip()) for each in rest):
            return f"there is no line {line.strip()}"
    return ""


def failure_difference(shown, printed):
    """Compares errors: code, message and details."""
    expected, answered = _grpcurl_failure(shown), failure(printed)
    return "" if _matches(expected, answered) else f"it failed with {answered}"


def failure(printed):
    """What grpcurl or buf says of a failed call, as {code, message, details}."""
    start = printed.find("ERROR:")
    if start >= 0:
        return _grpcurl_failure(printed[start:])
    said = messages(printed[printed.find("{") :])[-1]
    return {
        "code": said["code"].replace("_", ""),
        "message": said["message"],
        "details": [_decoded(each["value"]) for each in said.get("details", [])],
    }


def _grpcurl_failure(text):
    code = re.search(r"^  Code: (\w+)$", text, re.MULTILINE)
    message = re.search(r"^  Message: (.*)$", text, re.MULTILINE)
    assert code and message, f"this is no error as grpcurl prints it:\n{text}"
    details = re.split(r"^  \d+\)", text, flags=re.MULTILINE)[1:]
    return {
        "code": code[1].lower(),
        "message": message[1],
        "details": [_without_type(json.loads(each)) for each in details],
    }


def _without_type(detail):
    return {key: value for key, value in detail.items() if key != "@type"}


def _decoded(value):
    """The ErrorDetail in what buf prints: base64 without padding."""
    detail = error_pb2.ErrorDetail.FromString(base64.b64decode(value + "=" * (-len(value) % 4)))
    return json_format.MessageToDict(detail, preserving_proto_field_name=True)


def _matches(expected, answered):
    if isinstance(expected, dict):
        return isinstance(answered, dict) and all(
            key in answered and _matches(value, answered[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        if expected and expected[-1] == "…":
            expected, answered = expected[:-1], answered[: len(expected) - 1]
        return len(expected) == len(answered) and all(map(_matches, expected, answered))
    if isinstance(expected, str):
        return isinstance(answered, str) and _same_text(expected, answered)
    if isinstance(expected, float):
        return isinstance(answered, (int, float)) and math.isclose(expected, answered)
    return expected == answered


def _same_text(expected, answered):
    pattern = ".*".join(map(re.escape, expected.split("…")))
    return re.fullmatch(pattern, answered, re.DOTALL) is not None or (
        TIME.fullmatch(expected) is not None and TIME.fullmatch(answered) is not None
    )
