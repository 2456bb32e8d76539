# SPDX-License-Identifier: GPL-2.0-or-later
"""A certificate authority of the tests' own, made with openssl.

    authority = Authority(tmp_path)
    certificate, key = authority.issue("localhost")   # PEM, as bytes
    authority.roots
"""

import pathlib
import subprocess


class Authority:
    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        subject = ["-subj", "/CN=authority of the tests", "-days", "2"]
        self._openssl("req", "-x509", *self._new_key("ca"), *subject, "-out", "ca.pem")
        self.file = self._folder / "ca.pem"
        self.roots = self.file.read_bytes()

    def issue(self, name):
        """A certificate and its key for a host of this name."""
        self._openssl("req", *self._new_key(name), "-subj", f"/CN={name}", "-out", f"{name}.csr")
        (self._folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{name}\n")
        signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"]
        names = ["-extfile", f"{name}.ext", "-in", f"{name}.csr", "-out", f"{name}.pem"]
        self._openssl("x509", "-req", *signed, *names)
        folder = self._folder
        return (folder / f"{name}.pem").read_bytes(), (folder / f"{name}.key").read_bytes()

    @staticmethod
    def _new_key(name):
        kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        return [*kind, "-nodes", "-keyout", f"{name}.key"]

    def _openssl(self, *words):
        ran = subprocess.run(["openssl", *words], cwd=self._folder, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
