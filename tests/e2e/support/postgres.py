# SPDX-License-Identifier: GPL-2.0-or-later
"""A PostgreSQL cluster with PostGIS of the tests' own, in a temporary folder, on a Unix socket.

    with Postgres() as postgres:
        postgres.sql("CREATE TABLE roads (...)")
        daemon = start(sources=[f"pg={postgres.connection}"])
"""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile

PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin"))


def missing():
    """Why there can be no cluster; empty when there can."""
    if not PROGRAMS:
        return "PostgreSQL is not installed (package postgresql)"
    if not glob.glob("/usr/share/postgresql/*/extension/postgis.control"):
        return "PostGIS is not installed (package postgresql-postgis)"
    return ""


class Postgres:
    """It refuses to run as root: then it runs as the package's user, postgres."""

    def __enter__(self):
        self._user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.folder = tempfile.mkdtemp(prefix="geotask-pg-")
        if os.getuid() == 0:
            shutil.chown(self.folder, self._user)
        self._run("initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "postgres", "-N")
        self._run(
            "pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-w", "-o",
            f"-k {self.folder} -c listen_addresses= -c fsync=off", "start",
        )
        self.connection = f"PG:host={self.folder} user=postgres dbname=postgres"
        self.sql("CREATE EXTENSION postgis")
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, text):
        subprocess.run(self.command("-c", text), check=True, cwd=self.folder,
                       stdout=subprocess.DEVNULL)

    def value(self, text):
        """The one value that a query gives, as text."""
        return subprocess.run(self.command("-A", "-t", "-c", text), check=True, cwd=self.folder,
                              stdout=subprocess.PIPE, text=True).stdout

    def command(self, *arguments):
        """The command line of a psql."""
        options = ["-h", self.folder, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-q"]
        return [*self._as_user(), f"{PROGRAMS[-1]}/psql", *options, *arguments]

    def _as_user(self):
        # Not by subprocess's `user`: that forks, which gRPC's threads in this process may block.
        return ["runuser", "-u", self._user, "--"] if os.getuid() == 0 else []

    def _run(self, program, *arguments):
        # It leaves the server behind, which would keep a pipe open.
        subprocess.run([*self._as_user(), f"{PROGRAMS[-1]}/{program}", *arguments],
                       check=True, cwd=self.folder, stdout=subprocess.DEVNULL)
