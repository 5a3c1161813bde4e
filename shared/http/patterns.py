"""How ids are written in requests: the patterns of the doors, and in words what each allows, for who misses it."""

from collections.abc import Mapping

from shared.core.text import Text

IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
SCOPE = r"^(\*|[A-Za-z0-9][A-Za-z0-9._-]*)$"
OFFICER = r"^[A-Za-z0-9][A-Za-z0-9._@:-]*$"
UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
MONTH = r"^(19|20)\d\d-(0[1-9]|1[0-2])$"

IN_WORDS: Mapping[str, Text] = {
    IDENTIFIER: Text(
        vi="chỉ dùng chữ không dấu, chữ số và . _ -; bắt đầu bằng chữ hoặc số",
        en="uses only letters without accents, digits and . _ -; begins with a letter or digit",
    ),
    SCOPE: Text(
        vi="là * hoặc một mã đơn vị: chữ không dấu, chữ số và . _ -",
        en="is * or the id of a unit: letters without accents, digits and . _ -",
    ),
    OFFICER: Text(
        vi="chỉ dùng chữ không dấu, chữ số và . _ @ : -; bắt đầu bằng chữ hoặc số",
        en="uses only letters without accents, digits and . _ @ : -; begins with a letter or digit",
    ),
    UUID: Text(
        vi="phải là mã sổ đã cấp, như 5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f",
        en="must be an id that the register gave, like 5f2f1c1e-3c55-4d6e-8a0e-0a1b2c3d4e5f",
    ),
    MONTH: Text(vi="phải là tháng, viết năm-tháng như 2025-09", en="must be a month, written like 2025-09"),
}
"""A pattern that is not here is told as it is."""
