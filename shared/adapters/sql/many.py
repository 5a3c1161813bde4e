"""`column is one of these` for any number of values, as one parameter: each database has its own way."""

import json
from collections.abc import Sequence

from sqlalchemy import ARRAY, ColumnElement, Text, any_, bindparam, func, select

from shared.adapters.sql.engine import Dialect


def one_of(
    dialect: Dialect, where: ColumnElement[str] | ColumnElement[str | None], wanted: Sequence[str]
) -> ColumnElement[bool]:
    """`where` is one of these texts. Unlike IN it has no limit, and its statement is the same for any number."""
    if dialect == "postgresql":
        return where == any_(bindparam(None, list(wanted), type_=ARRAY(Text), unique=True))
    listed = func.json_each(json.dumps(list(wanted))).table_valued("value")
    return where.in_(select(listed.c.value))
