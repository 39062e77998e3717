"""An authority made for one test, and the certificates that it signs."""

import datetime
import ipaddress
import ssl
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)
MAY_SIGN = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


class Authority(NamedTuple):
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    folder: Path

    @property
    def file(self) -> str:
        place = self.folder / "ca.pem"
        place.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return str(place)

    def server(self, host: str = "127.0.0.1", ends: datetime.timedelta = DAY) -> ssl.SSLContext:
        """A server's side for that host, with a certificate of this authority."""
        try:
            name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            name = x509.DNSName(host)
        key = ec.generate_private_key(ec.SECP256R1())
        made = certificate("a server", self.certificate.subject, key, ends)
        made = made.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        # Newer Pythons refuse a chain without it.
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        made = made.add_extension(issuer, critical=False)
        place = self.folder / "server.pem"
        place.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(place)
        return context


def certificate(
    subject: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, ends: datetime.timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 3 * DAY)
        .not_valid_after(NOW + ends)
    )


def named(subject: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)])


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    own = certificate("an authority", named("an authority"), key, DAY)
    own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    own = own.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    own = own.add_extension(MAY_SIGN, critical=True)
    return Authority(key, own.sign(key, hashes.SHA256()), tmp_path)
