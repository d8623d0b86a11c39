"""Pure: the record that a publication freezes, as text, and what keeps a claim from it.

A record is a dict of plain JSON values without floats; `claim_record` in the models builds it.
"""

import json
from hashlib import sha256

from annotations.publishing.quote_limits import too_long

# Counted up when the shape of the record changes; old records keep theirs.
RECORD_FORMAT = 1


class PublicationRefused(ValueError):
    """A claim cannot be published as it stands; `reasons` are sentences for the editor."""

    def __init__(self, reasons):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def canonical(record):
    """The one text of a record: keys sorted, no white space, characters as they are."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text):
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def shortcomings(record):
    """Why a record may not be published, in sentences; what quotes cover together is not here."""
    reasons = []
    if not record["statement"].strip():
        reasons.append("It states nothing.")
    if not record["speaker"] and not record["attribution"].strip():
        reasons.append(
            "Nobody says it: name a speaker or, where the document names none, give its words "
            "as the attribution."
        )
    for evidence in record["evidence"]:
        reasons.append(too_long(evidence["article"]["title"], evidence["quote"]))
    return [reason for reason in reasons if reason]
