"""ComBat as neuroHarmonize, neuroCombat and R's sva compute it: their numbers agree to the last digits."""

from __future__ import annotations

import numpy as np

from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.implementations.asked import Asked, Implementation, NotOffered
from radaudit.harmonisation.method import CannotHarmonise


def _harmonise(asked: Asked) -> np.ndarray:
    covariates = dict(zip(asked.names, asked.covariates.T, strict=True))
    rows = np.flatnonzero(asked.fitted)
    own = {name: column[rows] for name, column in covariates.items()}
    try:
        fitted = fit(asked.table[rows], [asked.batch[row] for row in rows], own, asked.method)
        return fitted.transform(asked.table, asked.batch, covariates)
    except (CannotHarmonise, ValueError, np.linalg.LinAlgError) as reason:
        raise NotOffered(str(reason)) from None


CANONICAL = Implementation("neuroHarmonize, neuroCombat or sva", "neuroHarmonize", "", "MIT", 0, _harmonise)
