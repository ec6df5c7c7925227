"""combatlearn, whose priors are taken over batches where ComBat takes them over features: other numbers.

Fitted on some rows and applied to others, as scikit-learn's transformers are.
"""

from __future__ import annotations

import warnings

import numpy as np

from radaudit.harmonisation.implementations.asked import Asked, Implementation, NotOffered


def _harmonise(asked: Asked, kind: str) -> np.ndarray:
    import pandas as pd
    from combatlearn import ComBat

    method = asked.method
    if not method.empirical_bayes or method.smooth or method.name != "combat":
        raise NotOffered("it has no form without empirical Bayes, and none with curves that is asked for here")
    if kind == "johnson" and asked.covariates.shape[1]:
        raise NotOffered("its form after Johnson takes no covariates")
    table = pd.DataFrame(asked.table)
    preserved = pd.DataFrame(asked.covariates, columns=list(asked.names)) if asked.names else None
    made = ComBat(
        batch=pd.Series(asked.batch),
        continuous_covariates=preserved,
        method=kind,
        parametric=method.parametric,
        mean_only=method.mean_only,
        reference_batch=method.reference,
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = made.fit(table.loc[asked.fitted]).transform(table)
    except Exception as reason:  # it raises many kinds, of its own and of scikit-learn
        raise NotOffered(" ".join(f"{type(reason).__name__}: {reason}".split())[:200]) from None
    return found.to_numpy(dtype=float)


def _johnson(asked: Asked) -> np.ndarray:
    return _harmonise(asked, "johnson")


def _fortin(asked: Asked) -> np.ndarray:
    return _harmonise(asked, "fortin")


_ABOUT = ("combatlearn", "radaudit[harmonisers]", "MIT", 230)
JOHNSON = Implementation("combatlearn (johnson)", *_ABOUT, _johnson)
FORTIN = Implementation("combatlearn (fortin)", *_ABOUT, _fortin)
