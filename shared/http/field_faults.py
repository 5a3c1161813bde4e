"""What is wrong with a field of a request, in both languages, from the checker's own kind of fault (pydantic)."""

from collections.abc import Mapping
from typing import Any

from shared.core.errors import Fault
from shared.core.text import Text
from shared.http.patterns import IN_WORDS

_TEXTS: Mapping[str, Text] = {
    "missing": Text(vi="thiếu mục này", en="this entry is missing"),
    "extra_forbidden": Text(vi="không có mục nào tên như vậy", en="there is no entry of this name"),
    "string_type": Text(vi="phải là chữ", en="must be text"),
    "string_too_short": Text(vi="cần ít nhất {min_length} ký tự", en="needs at least {min_length} characters"),
    "string_too_long": Text(vi="nhiều nhất {max_length} ký tự", en="at most {max_length} characters"),
    "string_pattern_mismatch": Text(vi="không đúng mẫu {pattern}", en="does not match {pattern}"),
    "string_unicode": Text(vi="không phải UTF-8 hợp lệ", en="is not valid UTF-8"),
    "too_short": Text(vi="cần ít nhất {min_length} phần tử", en="needs at least {min_length} items"),
    "too_long": Text(vi="nhiều nhất {max_length} phần tử", en="at most {max_length} items"),
    "greater_than": Text(vi="phải lớn hơn {gt}", en="must be greater than {gt}"),
    "greater_than_equal": Text(vi="phải từ {ge} trở lên", en="must be at least {ge}"),
    "less_than": Text(vi="phải nhỏ hơn {lt}", en="must be less than {lt}"),
    "less_than_equal": Text(vi="nhiều nhất là {le}", en="must be at most {le}"),
    "literal_error": Text(vi="phải là một trong: {expected}", en="must be one of: {expected}"),
    "enum": Text(vi="phải là một trong: {expected}", en="must be one of: {expected}"),
    "union_tag_invalid": Text(
        vi="“{discriminator}” phải là một trong: {expected_tags}", en="{discriminator} must be one of: {expected_tags}"
    ),
    "union_tag_not_found": Text(vi="thiếu mục {discriminator}", en="the entry {discriminator} is missing"),
    "bool_type": Text(vi="phải là true hoặc false", en="must be true or false"),
    "bool_parsing": Text(vi="phải là true hoặc false", en="must be true or false"),
    "model_attributes_type": Text(vi="phải là một đối tượng JSON", en="must be a JSON object"),
    "model_type": Text(vi="phải là một đối tượng JSON", en="must be a JSON object"),
    "dict_type": Text(vi="phải là một đối tượng JSON", en="must be a JSON object"),
    "tuple_type": Text(vi="phải là một danh sách", en="must be a list"),
    "list_type": Text(vi="phải là một danh sách", en="must be a list"),
    "finite_number": Text(vi="phải là số hữu hạn", en="must be a finite number"),
}
_FAMILIES: Mapping[str, Text] = {
    "date_": Text(vi="phải là ngày có thật, viết năm-tháng-ngày", en="must be a date that exists, written YYYY-MM-DD"),
    "datetime_": Text(vi="phải là thời điểm theo RFC 3339", en="must be an instant as RFC 3339 writes it"),
    "timezone_": Text(vi="thời điểm phải có múi giờ", en="an instant needs its offset"),
    "int_": Text(vi="phải là số nguyên", en="must be a whole number"),
    "float_": Text(vi="phải là số", en="must be a number"),
    "decimal_": Text(vi="phải là số", en="must be a number"),
    "uuid_": Text(vi="phải là UUID", en="must be a UUID"),
}
_OTHER = Text(vi="không hợp lệ", en="is not valid")


def field_fault(fault: Mapping[str, Any]) -> Fault:
    """One entry of pydantic's `errors()` as a fault with its JSON pointer; a kind not listed here is said in brief."""
    kind, context = str(fault.get("type", "")), fault.get("ctx") or {}
    said = (
        IN_WORDS.get(str(context.get("pattern")))
        or _TEXTS.get(kind)
        or next((text for start, text in _FAMILIES.items() if kind.startswith(start)), _OTHER)
    )
    values = {name: str(value) for name, value in context.items()}
    pointer = "/" + "/".join(str(part) for part in fault.get("loc", ()))
    vi = {name: value.replace("' or '", "' hoặc '") for name, value in values.items()}
    return Fault(pointer, Text(vi=_filled(said.vi, vi), en=_filled(said.en, values)))


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence
