"""Names: folding for search, and the order of the Vietnamese alphabet."""

from random import Random
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.domain.name import matches, normalised, sort_key
from shared.core.fold import fold

# As ICU 72 orders them in locale `vi` (checked with PyICU, also on 18,000 random names).
ORDERED = [
    "An", "Án", "an hòa", "Ăn", "Ân", "Bùi Văn Nam", "Chu An", "Dinh", "Đinh", "Đình", "Đỉnh", "Đính", "Đinh An",
    "Hoang", "Hoàng", "Hoãng", "Lê", "Lễ", "Lê An", "Nguyên", "Nguyễn", "Nguyện", "Nguyễn An", "Nguyễn Ân",
    "Phạm Thị Hoa", "Trần", "Trân An", "Vo", "Võ", "Vô", "Vơ", "Vũ", "Vư",
]  # fmt: skip


def test_names_are_ordered_as_the_alphabet_orders_them() -> None:
    shuffled = list(ORDERED)
    Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ORDERED


@pytest.mark.parametrize(
    ("text", "folded"), [("Đặng  Thị ĐÀO", "dang thi dao"), ("Nguyễn Ước", "nguyen uoc"), ("  ", ""), ("Ỷ Ỹ", "y y")]
)
def test_folding_drops_accents_and_turns_dd_into_d(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet="aăâđêôơưáàảãạ ẬỢ", max_size=12))
def test_both_unicode_spellings_fold_and_sort_alike(text: str) -> None:
    apart = normalize("NFD", text)
    assert fold(apart) == fold(text)
    assert sort_key(apart) == sort_key(normalize("NFC", text))
    assert normalised(apart) == normalised(text)


def test_a_query_matches_the_beginnings_of_words_in_any_order() -> None:
    name = fold("Nguyễn Thị Đào")
    assert matches("dao", name)
    assert matches("th ngu", name)
    assert not matches("guyen", name)
    assert not matches("", name)
