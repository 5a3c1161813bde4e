"""Topic `socai.people`: personal particulars, sealed under the person's key; nothing here is readable without it."""

from msgspec import Struct

from shared.contracts.facts import Actor, Decision


class ParticularsRecorded(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Fields sealed one by one: field name to base64 of nonce and ciphertext (AES-256-GCM).

    Associated data: the subject, `/` and the field's name. Fields: `full_name`, `birth_date`, `removal_reason`, ….
    `match`: where name and birth date are among them, their keyed tokens (HMAC-SHA-256, hex), by which duplicates are
    found; the key is in no database of the log. `ground` (a code) and `decision`: of a correction of what was recorded.
    """

    actor: Actor
    sealed: dict[str, str]
    match: tuple[str, ...] = ()
    ground: str | None = None
    decision: Decision | None = None
