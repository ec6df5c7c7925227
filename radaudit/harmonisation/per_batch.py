"""Mean and spread of each batch: what is called standardising per centre."""

from __future__ import annotations

import numpy as np

from radaudit.harmonisation.estimates import Estimates
from radaudit.harmonisation.method import Method


def of_batches(table: np.ndarray, codes: np.ndarray, method: Method) -> Estimates:
    """Mean and population variance of each batch, as shifts and scales; cells that are nan are left out."""
    own = [of_batch(table[codes == code], method) for code in range(codes.max() + 1)]
    gamma, delta = (np.stack(parts) for parts in zip(*own, strict=True))
    features = table.shape[1]
    return Estimates(np.zeros(features), np.ones(features), np.empty((0, features)), gamma, delta)


def of_batch(rows: np.ndarray, method: Method) -> tuple[np.ndarray, np.ndarray]:
    """Mean and population variance of one batch; float64, shape (features,)."""
    spread = np.ones(rows.shape[1]) if method.mean_only else np.nanvar(rows, axis=0)
    return np.nanmean(rows, axis=0), spread
