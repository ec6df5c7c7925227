"""Which harmonisation: a name and its options, checked and in words."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.core.errors import RadauditError

NAMES = {"none": "no harmonisation", "combat": "ComBat", "standardised": "mean and spread of each batch"}


class CannotHarmonise(RadauditError):
    """These cases can't be harmonised in this way; the message says why and what to do."""


@dataclass(frozen=True)
class Method:
    """How batches (sites, scanners) are made alike.

    ComBat (Johnson 2007, doi:10.1093/biostatistics/kxj037; Fortin 2018, doi:10.1016/j.neuroimage.2017.11.024) takes
    each batch's shift and scale of a feature, after the covariates' effects, out of it. M-ComBat (Stein 2015,
    doi:10.1186/s12859-015-0478-3) is ComBat with a ``reference``. CovBat, nested ComBat and GMM-ComBat are left out:
    what there is of them harmonises the rows it was fitted on and no others, so it can't be fitted on training rows.

    Attributes
    ----------
    name
        "combat", "none", or "standardised": each feature less its mean and over its standard deviation in its batch.
    empirical_bayes
        ComBat: whether the batches' shifts and scales are shrunk towards what all features of the batch say.
    parametric
        Whether the prior of that is normal and inverse gamma; else it is taken from the features as they are, in a time
        that grows with the square of their number.
    mean_only
        Whether scales stay as they are. ComBat's shifts are then shrunk as if each batch had one case, as in R.
    reference
        The batch whose rows stay as they are and that the others are brought to; None for the mean of all.
    smooth
        Names of covariates whose effect may be any smooth curve (a penalised spline; Pomponio 2020,
        doi:10.1016/j.neuroimage.2019.116450), not a line.
    seed
        Of the folds by which the penalty of smooth terms is chosen.

    Raises
    ------
    ValueError
        If the options exclude each other.
    """

    name: str = "combat"
    empirical_bayes: bool = True
    parametric: bool = True
    mean_only: bool = False
    reference: str | None = None
    smooth: tuple[str, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise ValueError(f"method is {self.name!r}; it can be {', '.join(NAMES)}")
        if self.name != "combat" and (self.reference is not None or self.smooth):
            raise ValueError(f"a reference batch and smooth terms belong to combat, not to {self.name!r}")
        if not self.parametric and not self.empirical_bayes:
            raise ValueError("without empirical Bayes there is no prior, so 'parametric: false' says nothing")
        if self.smooth and (self.mean_only or not self.parametric):
            raise ValueError("smooth terms go with the parametric form that adjusts means and scales")

    def in_words(self) -> str:
        """As one says it: ``ComBat without empirical Bayes, reference batch 'A'``."""
        said = [NAMES[self.name]]
        if self.name == "combat" and not self.empirical_bayes:
            said[0] += " without empirical Bayes"
        if not self.parametric:
            said[0] += " with a non-parametric prior"
        if self.mean_only:
            said.append("means only")
        if self.reference is not None:
            said.append(f"reference batch {self.reference!r}")
        if self.smooth:
            said.append(f"smooth in {' and '.join(self.smooth)}")
        return ", ".join(said)
