#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What is written for grpcurl, done by `buf curl` as docs/api.md translates it; BUF names the program.

    BUF=.../buf grpcurl_by_buf.py -plaintext -d '{}' 127.0.0.1:9090 geotask.v1.Jobs/ListJobs

Answers have their fields named as grpcurl names them: page_token, not pageToken.
"""

import os
import re
import subprocess
import sys

WITH_VALUE = {"-d", "-H", "-max-time", "-import-path", "-proto"}
BY_REFLECTION = ["--reflect", "--reflect-protocol", "grpc-v1alpha"]


def translate(arguments):
    """The arguments of `buf` that do the same."""
    options, schema, rest = [], BY_REFLECTION, []
    words = iter(arguments)
    for word in words:
        value = next(words) if word in WITH_VALUE else None
        if word == "-d":
            options += ["--data", "@-" if value == "@" else value]
        elif word == "-H":
            options += ["--header", value]
        elif word == "-max-time":
            options += ["--timeout", f"{value}s"]
        elif word == "-import-path":
            schema = ["--schema", value]
        elif word == "-emit-defaults":
            options += ["--emit-defaults"]
        elif word not in ("-plaintext", "-proto"):
            rest.append(word)
    address, what = rest[0], rest[1]
    url = f"http://{address}"
    if what == "list":
        options += ["--list-methods" if len(rest) > 2 else "--list-services"]
    else:
        url += f"/{what}"
    return ["curl", "--http2-prior-knowledge", "--protocol", "grpc", *schema, *options, url]


def as_grpcurl(line):
    """A line of an answer, its fields named as in the proto files, its methods with dots."""
    if re.fullmatch(r"[\w.]+/\w+\n", line):
        return line.replace("/", ".")
    return re.sub(
        r'"(\w+)":', lambda name: re.sub("([A-Z])", r"_\1", name[0]).lower(), line
    )


def main():
    command = [os.environ["BUF"], *translate(sys.argv[1:])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as buf:
        for line in buf.stdout:
            print(as_grpcurl(line), end="", flush=True)
    sys.exit(buf.returncode)


if __name__ == "__main__":
    main()
