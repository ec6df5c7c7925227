"""InMoose's pycombat_norm, whose priors take the population variance: near ComBat, and not the same numbers.

Behdenna et al. 2023, doi:10.1186/s12859-023-05578-5. It is fitted on the rows that it harmonises and on no others, and
preserves classes only.
"""

from __future__ import annotations

import logging

import numpy as np

from radaudit.harmonisation.implementations.asked import Asked, Implementation, NotOffered

MOST_CLASSES = 6


def _harmonise(asked: Asked) -> np.ndarray:
    from inmoose.pycombat import pycombat_norm

    method = asked.method
    if not asked.fitted.all():
        raise NotOffered("it can't be fitted on some rows and applied to others")
    if not method.empirical_bayes or method.smooth or method.name != "combat":
        raise NotOffered("it has no form without empirical Bayes, and none with curves")
    if any(len(np.unique(column)) > MOST_CLASSES for column in asked.covariates.T):
        raise NotOffered("it preserves classes only")
    log = logging.getLogger("inmoose")
    level, log.level = log.level, logging.ERROR
    try:
        made = pycombat_norm(
            asked.table.T.copy(),
            list(asked.batch),
            covar_mod=asked.covariates.astype(str) if asked.names else None,
            par_prior=method.parametric,
            mean_only=method.mean_only,
            ref_batch=method.reference,
        )
    except Exception as reason:  # it raises many kinds, of its own and of patsy
        raise NotOffered(" ".join(f"{type(reason).__name__}: {reason}".split())[:200]) from None
    finally:
        log.setLevel(level)
    return np.asarray(made, dtype=float).T


INMOOSE = Implementation("inmoose", "inmoose", "radaudit[harmonisers]", "GPL-3.0-or-later", 90, _harmonise)
