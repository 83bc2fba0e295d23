"""Whether the signatures cover every byte, and whose they are."""

from __future__ import annotations

from dealdesk.desk.verifying.found import Verification
from dealdesk.sealing.opened import Signature


def signatures(made: Verification) -> None:
    """Look at the signatures; where signers are trusted, one of theirs has to be there."""
    if made.trusting and not any(each.trusted and each.intact for each in made.inside.signatures):
        made.say("unproven", "it carries no signature of a signer that you trust", field="signature")
    for each in made.inside.signatures:
        if each.error:
            made.say("altered", each.error, field="signature")
        elif not each.intact:
            made.say("altered", f"the signature of {each.by} does not fit what is there now", field="signature")
        elif not each.whole:
            made.say("altered", f"something was added after {each.by} had signed", field="signature", now=each.later)
        elif each.trusted:
            made.assurance = "signature"
            made.proven.append(f"{each.by} signed every byte of it{_when(each)}")
        else:
            made.proven.append(
                f"it carries a signature in the name of {each.by}{_when(each)}; whether that is true is not known: "
                "give the certificate with --trust"
            )


def _when(signature: Signature) -> str:
    return f", on {signature.at[:10]} by the signer's clock" if signature.at else ""
