"""A certificate authority for one test, and a certificate for Discord's names, made by the `openssl` command."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAMES = ("discord.com", "gateway.discord.gg", "cdn.discordapp.com")
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass(frozen=True, slots=True)
class Certificates:
    """What either side of a connection is given."""

    authority: Path
    """For the client's SSL_CERT_FILE."""
    server: ssl.SSLContext


def can_be_made() -> bool:
    """Whether the command is there."""
    return shutil.which("openssl") is not None


def certificates(folder: Path) -> Certificates:
    """New ones, with their files in the folder."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    names = ",".join(f"DNS:{name}" for name in NAMES)
    (folder / "names.cnf").write_text(f"subjectAltName={names}\n")
    openssl("req", "-x509", *_KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Loopback")
    openssl("req", *_KEY, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=discord.com")
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names.cnf")
    openssl("x509", "-req", "-in", "server.csr", *signing, "-days", "2", "-out", "server.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return Certificates(folder / "ca.pem", context)
