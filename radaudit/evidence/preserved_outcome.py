"""The outcome preserved by harmonisation, as a flaw by itself beside the rows that it was fitted on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from radaudit.core.finding import Tier
from radaudit.evidence.flaws import Flaw
from radaudit.evidence.matters import AUTHORS, WITH_OUTCOME, YES, Matter
from radaudit.evidence.setups import ModelSetup
from radaudit.harmonisation.method import CannotHarmonise
from radaudit.models.harmonised import Harmonise

CONFOUNDED = 0.01  # p of the test that outcomes do not differ between batches


def outcome_preserved(own: ModelSetup, matter: Matter, other: Matter) -> Flaw | None:
    """The flaw that harmonisation was told the outcome, to be taken out by itself.

    Parameters
    ----------
    own
        The model.
    matter, other
        What is said of the rows that harmonisation was fitted on, and of the outcome in it.

    Returns
    -------
    Flaw or None
        None where nobody says so for sure, or where the table can't be harmonised anew with and without the outcome;
        then it is one flaw with the rows.
    """
    voices = sorted(other.saying(YES), key=lambda voice: (voice.who != AUTHORS, -voice.tier.rank))
    if not voices or voices[0].tier is Tier.HEURISTIC or own.harmonise is None or not _can_be_told(own):
        return None
    first, pooled = voices[0], any(voice.tier is not Tier.HEURISTIC for voice in matter.saying(YES))
    rows = "pool" if pooled or "harmonisation" in own.early else "fit"
    checks = tuple(dict.fromkeys(voice.check for voice in voices if voice.check))
    found = first.rests if first.who == AUTHORS else f"found: {first.check}, {first.rests}"
    mend = {"harmonise": replace(own.harmonise, rows=rows)}
    return Flaw(WITH_OUTCOME, WITH_OUTCOME, found, first.tier, False, mend, checks)


def without_outcome_apart(own: ModelSetup, flaw: Flaw) -> Flaw:
    """The flaw of the rows alone: without it the outcome is still preserved, as long as that flaw is there."""
    return replace(flaw, mend=flaw.mend | {"harmonise": _told(own)}) if "harmonise" in flaw.mend else flaw


def takes_signal(own: ModelSetup, how: Harmonise) -> bool:
    """Whether a harmonisation takes real signal out with what scanners do, since outcomes differ between batches.

    ComBat that is not told the outcome takes the batches' shares of events out with their means, so a figure that
    comes of it is a lower bound of what a model with a right to that signal would reach. Kruskal and Wallis's test of
    the outcome (of the event, where there is one) by batch decides.
    """
    from scipy.stats import kruskal

    if how.rows == "none" or set(_outcomes(own)) & set(how.covariates):
        return False
    batch = np.array([name or "" for name in own.setup.unharmonised.batch])
    values = own.target if own.events is None else own.events.astype(float)
    groups = [values[batch == name] for name in np.unique(batch)]
    return len(groups) > 1 and bool(np.ptp(values) > 0) and kruskal(*groups).pvalue <= CONFOUNDED


def _told(own: ModelSetup) -> Harmonise:
    """As the study harmonised, on the rows fitted on, with the outcome preserved."""
    return replace(own.harmonise, covariates=(*own.harmonise.covariates, *_outcomes(own)))


def _outcomes(own: ModelSetup) -> tuple[str, ...]:
    return tuple(name for name in own.setup.unharmonised.covariates if name not in own.harmonise.covariates)


def _can_be_told(own: ModelSetup) -> bool:
    """Whether the training rows can be harmonised with the outcome preserved: it may be the same as the site."""
    rows = own.rows("train", "validation") if any(own.sets) else np.arange(len(own.cases))
    if not _outcomes(own) or not len(rows):
        return False
    try:
        own.setup.unharmonised.harmonised(_told(own), rows)
    except CannotHarmonise:
        return False
    return True
