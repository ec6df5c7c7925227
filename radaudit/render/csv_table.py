"""Tables as CSV that a spreadsheet opens as text and numbers, and as nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from radaudit.render.text import visible

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # the wide letters start formulas as well


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The rows under these columns; what a row doesn't have stays empty.

    Texts that a spreadsheet would take for a formula begin with an apostrophe (OWASP, CSV injection; CWE-1236); numbers
    are numbers, negative ones too. Quoting is that of RFC 4180.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_cell(name) for name in columns])
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.10g}"
    text = visible(str(value))
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text
