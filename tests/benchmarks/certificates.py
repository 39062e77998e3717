"""An authority and a server's certificate for loopback, good for a day."""

import datetime
import ipaddress
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from requests.utils import DEFAULT_CA_BUNDLE_PATH

DAY = datetime.timedelta(days=1)


class Certificates(NamedTuple):
    bundle: Path  # what a client trusts: the usual authorities, as many as anywhere, and ours
    server: Path  # the server's certificate with its key


def make(folder: Path) -> Certificates:
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    own = certificate("benchmark authority", authority)
    own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    servers = certificate("benchmark server", server).add_extension(address, critical=False)

    made = Certificates(folder / "bundle.pem", folder / "server.pem")
    made.bundle.write_bytes(Path(DEFAULT_CA_BUNDLE_PATH).read_bytes() + pem(own.sign(authority, hashes.SHA256())))
    form = serialization.PrivateFormat.PKCS8
    key = server.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    made.server.write_bytes(key + pem(servers.sign(authority, hashes.SHA256())))
    return made


def certificate(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named("benchmark authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
    )


def named(subject: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)])


def pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)
