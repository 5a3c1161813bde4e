"""A field that does not fit is told in both languages, with what would fit."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.http import patterns
from shared.http.field_faults import field_fault


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    on: date
    count: Annotated[int, Field(ge=1)]
    name: Annotated[str, Field(max_length=3, pattern="^[a-z]*$")]
    kind: Literal["a", "b"] = "a"
    unit: Annotated[str, Field(pattern=patterns.IDENTIFIER)] = "nam-giang"


GOOD = {"on": "2020-01-31", "count": 1, "name": "abc"}


@pytest.mark.parametrize(
    ("change", "pointer", "vi", "en"),
    [
        ({"on": "2020-02-30"}, "/on", "ngày có thật", "a date that exists"),
        ({"count": 0}, "/count", "phải từ 1 trở lên", "at least 1"),
        ({"count": "x"}, "/count", "số nguyên", "whole number"),
        ({"name": "abcd"}, "/name", "nhiều nhất 3 ký tự", "at most 3 characters"),
        ({"name": "A"}, "/name", "không đúng mẫu ^[a-z]*$", "does not match ^[a-z]*$"),
        ({"unit": "Chi bộ 1"}, "/unit", "chữ không dấu, chữ số", "letters without accents, digits"),
        ({"kind": "c"}, "/kind", "phải là một trong: 'a' hoặc 'b'", "must be one of: 'a' or 'b'"),
        ({"more": 1}, "/more", "không có mục nào", "no entry of this name"),
    ],
)
def test_a_fault_names_its_place_and_what_would_fit(change: dict[str, object], pointer: str, vi: str, en: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Body.model_validate(GOOD | change)
    fault = field_fault(dict(caught.value.errors()[0]))
    assert fault.where == pointer
    assert vi in fault.what.vi
    assert en in fault.what.en


def test_a_missing_entry_and_a_kind_that_is_not_listed_are_told_too() -> None:
    assert field_fault({"type": "missing", "loc": ("body", "on")}).what.vi == "thiếu mục này"
    assert field_fault({"type": "of_tomorrow", "loc": ()}).what.vi == "không hợp lệ"
