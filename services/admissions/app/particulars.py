"""Personal particulars between clear and sealed: in clear only while a request or an import is handled (design 3)."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from unicodedata import normalize
from uuid import UUID

from services.admissions.app.files import PersonFile
from services.admissions.app.matching import MATCH_SECRET, Matcher
from services.admissions.app.ports import Seal
from shared.contracts.facts import Actor
from shared.contracts.people import ParticularsRecorded
from shared.core.dates import parse_date
from shared.ports.key_store import KeyStore

FULL_NAME, BIRTH_DATE, PERSON_REF = "full_name", "birth_date", "person_ref"
_REF_SECRET = "person-ref"  # noqa: S105 - the secret's name, not the secret


@dataclass(frozen=True, slots=True)
class Particulars:
    """Keys and seal together."""

    keys: KeyStore
    seal: Seal
    secrets: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def reference(self) -> Callable[[str], str]:
        """Reference -> person id: a keyed hash, so that no table links them and a second import finds them again."""
        return partial(_keyed_id, self.keys.secret(_REF_SECRET))

    def person_ids(self, references: Iterable[str]) -> dict[str, str]:
        """The same for a few."""
        id_of = self.reference()
        return {reference: id_of(reference) for reference in references}

    def record(self, actor: Actor, person_id: str, key: bytes, fields: Mapping[str, str]) -> ParticularsRecorded:
        """The event that carries particulars sealed, with the match tokens of name and birth date among them."""
        match = self.matcher().tokens(fields.get(FULL_NAME), fields.get(BIRTH_DATE))
        return ParticularsRecorded(actor=actor, sealed=self.seal.seal(key, person_id, fields), match=match)

    def matcher(self) -> Matcher:
        """What makes match tokens; its secret is read from the key store once."""
        if MATCH_SECRET not in self.secrets:
            self.secrets[MATCH_SECRET] = self.keys.secret(MATCH_SECRET)
        return Matcher(self.secrets[MATCH_SECRET])

    def open(self, files: Mapping[str, PersonFile]) -> dict[str, dict[str, str]]:
        """Person id -> fields in clear; erased people, and those of whom nothing is held, have none."""
        held = {person_id: file.sealed for person_id, file in files.items() if file.sealed and not file.state.erased}
        keys = self.keys.keys(list(held)) if held else {}
        return {
            person_id: self.seal.unseal(keys[person_id], person_id, sealed)
            for person_id, sealed in held.items()
            if person_id in keys
        }

    def birth_date(self, person_id: str, file: PersonFile) -> date | None:
        """The birth date, or None when it is not held."""
        text = self.open({person_id: file}).get(person_id, {}).get(BIRTH_DATE)
        return None if text is None else parse_date(text)


def _keyed_id(secret: bytes, reference: str) -> str:
    digest = hmac.digest(secret, normalize("NFC", reference).encode(), hashlib.sha256)
    return str(UUID(bytes=digest[:16], version=4))
