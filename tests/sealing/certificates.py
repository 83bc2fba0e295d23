"""Keys and certificates for tests: made on the spot, kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID


def certificate(folder: Path, name: str = "Halyard Signer", passphrase: bytes | None = None) -> tuple[Path, Path, Path]:
    """Return the files of a key in PEM, of its certificate, and of both in PKCS #12 (under "p12")."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    stem = name.replace(" ", "-").lower()
    files = (folder / f"{stem}-key.pem", folder / f"{stem}.pem", folder / f"{stem}.p12")
    kept = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    files[0].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept))
    files[1].write_bytes(made.public_bytes(Encoding.PEM))
    files[2].write_bytes(
        pkcs12.serialize_key_and_certificates(stem.encode(), key, made, None, BestAvailableEncryption(b"p12"))
    )
    return files
