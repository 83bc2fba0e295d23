"""Signing: PAdES, with keys in PEM and in PKCS #12; what is signed can be verified, and stays what it was."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from dealdesk.documents import render
from dealdesk.documents.check import findings
from dealdesk.sealing.opened import opened
from dealdesk.sealing.sign import CannotSign, Key, needs_passphrase, signed
from tests.sealing.certificates import certificate
from tests.sealing.priced import example


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(example("single-plugin"))


def test_a_signature_covers_every_byte_and_is_of_the_signer(pdf: bytes, tmp_path: Path) -> None:
    key, cert, _ = certificate(tmp_path)
    made = signed(pdf, Key(key, cert), reason="Issued")
    assert made.startswith(pdf)  # it is added; what was there stays
    (one,) = opened(made, "q.pdf", [cert.read_bytes()]).signatures
    assert (one.intact, one.trusted, one.whole, "Halyard Signer" in one.by) == (True, True, True, True)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert [str(each.V.SubFilter) for each in document.Root.AcroForm.Fields] == ["/ETSI.CAdES.detached"]


def test_a_signed_quote_is_still_in_order_by_our_checks(pdf: bytes, tmp_path: Path) -> None:
    key, cert, _ = certificate(tmp_path)
    made = signed(pdf, Key(key, cert))
    found = [f"{check.name}: {fault}" for check, fault in findings(made, example("single-plugin"), "quote")]
    assert [each for each in found if not each.startswith(("active", "access"))] == []


def test_another_signer_is_not_trusted(pdf: bytes, tmp_path: Path) -> None:
    key, cert, _ = certificate(tmp_path)
    _, stranger, _ = certificate(tmp_path, "Somebody Else")
    (one,) = opened(signed(pdf, Key(key, cert)), "q.pdf", [stranger.read_bytes()]).signatures
    assert (one.intact, one.trusted) == (True, False)


def test_pkcs_12_with_its_passphrase(pdf: bytes, tmp_path: Path) -> None:
    _, cert, p12 = certificate(tmp_path)
    assert needs_passphrase(p12)
    (one,) = opened(signed(pdf, Key(p12, passphrase=b"p12")), "q.pdf", [cert.read_bytes()]).signatures
    assert one.trusted
    with pytest.raises(CannotSign, match="the passphrase is wrong, or it is no PKCS #12 file"):
        signed(pdf, Key(p12, passphrase=b"wrong"))


def test_a_key_under_a_passphrase(pdf: bytes, tmp_path: Path) -> None:
    key, cert, _ = certificate(tmp_path, passphrase=b"open sesame")
    assert needs_passphrase(key)
    assert signed(pdf, Key(key, cert, passphrase=b"open sesame"))
    with pytest.raises(CannotSign, match="passphrase is wrong"):
        signed(pdf, Key(key, cert, passphrase=b"wrong"))


def test_mistakes_are_told_in_words(pdf: bytes, tmp_path: Path) -> None:
    key, cert, _ = certificate(tmp_path)
    other_key, _, _ = certificate(tmp_path, "Other")
    with pytest.raises(CannotSign, match="is not that of the key"):
        signed(pdf, Key(other_key, cert))
    with pytest.raises(CannotSign, match="cannot read"):
        signed(pdf, Key(tmp_path / "none.pem", cert))
    with pytest.raises(CannotSign, match="cannot be used"):
        signed(pdf, Key(cert, cert))
    with pytest.raises(CannotSign, match="signed already"):
        signed(signed(pdf, Key(key, cert)), Key(key, cert))
