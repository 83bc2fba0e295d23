"""Signing a PDF with a certificate: PAdES, baseline B-B, as an addition to the file; needs no network."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dealdesk.errors import DealdeskError, NotAvailable, printable
from dealdesk.reading import read_up_to

FIELD = "Vendor"
LARGEST_KEY = 1 << 20


class CannotSign(DealdeskError):
    """A key, a certificate or a PDF that cannot be used to sign."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is signed with.

    Attributes:
        key: The file of the key: PEM, or PKCS #12 (.p12, .pfx), which holds the certificate too.
        certificate: The file of the certificate, PEM, for a key in PEM.
        chain: Certificates of issuers that go into the signature.
        passphrase: Of the key, or None.
    """

    key: Path
    certificate: Path | None = None
    chain: tuple[Path, ...] = ()
    passphrase: bytes | None = None


def signed(data: bytes, key: Key, *, reason: str | None = None, place: str | None = None) -> bytes:
    """Return a PDF with a signature over all that it was.

    Args:
        data: The PDF.
        key: What to sign with.
        reason: Why it is signed, as the signature says it.
        place: Where.

    Raises:
        CannotSign: The key or the certificate cannot be used, or the PDF cannot be signed.
        NotAvailable: pyHanko is not installed.
    """
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign import fields, signers
    except ModuleNotFoundError as missing:
        raise NotAvailable("pyhanko is not installed: pip install 'dealdesk[sign]'") from missing
    signer = _signer(key)
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        reason=reason,
        location=place,
    )
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        if any(True for _ in writer.prev.embedded_signatures):
            raise CannotSign("the PDF is signed already")
        made = signers.sign_pdf(writer, meta, signer=signer)
    except (PdfError, ValueError, KeyError, TypeError) as failure:
        raise CannotSign(f"the PDF cannot be signed: {printable(str(failure)[:200])}") from failure
    return bytes(made.getvalue())


def needs_passphrase(key: Path) -> bool:
    """Whether a key is kept under a passphrase; CannotSign when the file cannot be read."""
    content = read(key)
    if b"-----BEGIN" in content[:4096] or b"-----BEGIN" in content:
        return b"ENCRYPTED" in content
    return True


def read(file: Path) -> bytes:
    """Return the bytes of a key or a certificate.

    Raises:
        CannotSign: The file cannot be read, or is none.
    """
    content = read_up_to(file, LARGEST_KEY, CannotSign)
    if len(content) > LARGEST_KEY:
        raise CannotSign(f"{printable(str(file))} is too large to be a key or a certificate")
    return content


def _signer(key: Key) -> Any:
    """Return what signs; a wrong passphrase and a wrong file are told apart where the format lets that."""
    import logging

    from pyhanko.sign import signers

    simple: Any = signers.SimpleSigner
    for each in (key.key, key.certificate, *key.chain):
        if each is not None:
            read(each)
    log = logging.getLogger("pyhanko")
    before, log.disabled = log.disabled, True
    logging.disable(logging.CRITICAL)
    chain = [str(each) for each in key.chain] or None
    try:
        if key.certificate is None:
            found = simple.load_pkcs12(str(key.key), ca_chain_files=chain, passphrase=key.passphrase)
        else:
            found = simple.load(str(key.key), str(key.certificate), ca_chain_files=chain, key_passphrase=key.passphrase)
    except (ValueError, TypeError, OSError) as failure:
        raise CannotSign(_unusable(key)) from failure
    finally:
        logging.disable(logging.NOTSET)
        log.disabled = before
    if found is None:
        raise CannotSign(_unusable(key))
    return _fitting(found, key)


def _fitting(signer: Any, key: Key) -> Any:
    """Refuse a certificate that is not that of the key."""
    from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]

    private = getattr(signer, "signing_key", None)
    certificate = getattr(signer, "signing_cert", None)
    if isinstance(private, PrivateKeyInfo) and certificate is not None:
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            PublicFormat,
            load_der_private_key,
            load_der_public_key,
        )

        of_key = load_der_private_key(private.dump(), None).public_key()
        of_certificate = load_der_public_key(certificate.public_key.dump())
        form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        if of_key.public_bytes(*form) != of_certificate.public_bytes(*form):
            where = printable(str(key.certificate or key.key))
            raise CannotSign(f"the certificate in {where} is not that of the key {printable(str(key.key))}")
    return signer


def _unusable(key: Key) -> str:
    name = printable(str(key.key))
    if key.certificate is None:
        return f"{name} cannot be used: the passphrase is wrong, or it is no PKCS #12 file; a key in PEM needs --cert"
    return (
        f"{name} with {printable(str(key.certificate))} cannot be used: the passphrase is wrong, or one of them is no "
        "PEM file"
    )
