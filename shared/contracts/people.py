"""Topic `socai.people`: personal particulars, sealed under the person's key; nothing here is readable without it."""

from msgspec import Struct

from shared.contracts.facts import Actor


class ParticularsRecorded(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Fields sealed one by one: field name to base64 of nonce and ciphertext (AES-256-GCM).

    Associated data: the subject, `/` and the field's name. Fields: `full_name`, `birth_date`, `removal_reason`, ….
    """

    actor: Actor
    sealed: dict[str, str]
