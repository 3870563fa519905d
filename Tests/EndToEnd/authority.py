"""A certificate authority for an hour, made with the openssl program, and TLS contexts for servers it vouches for."""

import pathlib
import ssl

from deployment import run

DAYS = "1"


class Authority:
    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.key, self.certificate = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
            + ["-days", DAYS, "-subj", f"/CN={name}", "-keyout", self.key, "-out", self.certificate]
        )

    def issue(self, host):
        """Key and certificate of a server that is called `host`."""
        place = self.folder / host.replace("*", "any")
        key, request, certificate = (place.with_suffix(ending) for ending in (".key", ".csr", ".crt"))
        extension = place.with_suffix(".ext")
        extension.write_text(f"subjectAltName=DNS:{host}\n")
        run(
            ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
            + ["-subj", f"/CN={host}", "-keyout", key, "-out", request]
        )
        run(
            ["openssl", "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key]
            + ["-CAcreateserial", "-days", DAYS, "-extfile", extension, "-out", certificate]
        )
        return key, certificate

    def context(self, host):
        """What a server called `host` listens with."""
        key, certificate = self.issue(host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context
