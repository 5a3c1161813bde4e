"""The port suite of the key store: every adapter passes it. A module that runs it gives the fixture `keys`."""

from shared.ports.key_store import KeyStore


class KeyStoreSuite:
    """What the key store promises."""

    def test_each_person_has_a_key_of_its_own_that_stays(self, keys: KeyStore) -> None:
        keys.create(["an", "binh"])
        before = keys.keys(["an", "binh", "nobody"])
        keys.create(["an", "chi"])
        after = keys.keys(["an", "binh", "chi"])
        assert set(before) == {"an", "binh"}
        assert {len(key) for key in after.values()} == {32}
        assert len(set(after.values())) == 3
        assert {name: after[name] for name in before} == before

    def test_a_destroyed_key_is_gone_and_never_comes_again(self, keys: KeyStore) -> None:
        keys.create(["an", "binh"])
        keys.destroy("an")
        keys.destroy("an")
        keys.create(["an"])
        assert set(keys.keys(["an", "binh"])) == {"binh"}

    def test_a_person_erased_before_having_a_key_never_gets_one(self, keys: KeyStore) -> None:
        keys.destroy("an")
        keys.create(["an"])
        assert keys.keys(["an"]) == {}

    def test_a_secret_is_made_once(self, keys: KeyStore) -> None:
        first = keys.secret("person-ref")
        assert len(first) == 32
        assert keys.secret("person-ref") == first
        assert keys.secret("another") != first

    def test_asking_for_nobody_gives_nothing(self, keys: KeyStore) -> None:
        keys.create([])
        assert keys.keys([]) == {}
