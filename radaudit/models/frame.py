"""The table as a study's model takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def frame_of(
    columns: Sequence[str], features: np.ndarray, clinical: Mapping[str, Sequence[str | None]]
) -> pd.DataFrame:
    """A data frame: features first, then clinical columns, as numbers where all of their cells are."""
    import pandas as pd

    table = pd.DataFrame(features, columns=list(columns))
    for name, texts in clinical.items():
        column = pd.Series(texts, dtype=object)
        numbers = pd.to_numeric(column, errors="coerce")
        table[name] = numbers if numbers.notna().sum() == column.notna().sum() else column
    return table
