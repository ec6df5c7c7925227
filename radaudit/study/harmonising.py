"""What a study says of its harmonisation: the part of ``radaudit.yaml`` under ``harmonisation``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from radaudit.study.parts import Names, Part, Path, Word


class HarmonisationInfo(Part):
    """How features of several sites or scanners were made alike. What is left out is not known, but for the usual form.

    Attributes
    ----------
    method
        combat, standardised (mean and spread of each batch), or another in words.
    implementation
        The program: neuroHarmonize, neuroCombat, sva, inmoose, combatlearn, ...
    batch
        Column of the cohort table by which it was done: the site, the scanner.
    covariates
        Columns of the cohort table whose effect was preserved.
    smooth
        Those of them whose effect was a curve, not a line.
    reference
        The batch that the others were brought to.
    empirical_bayes, parametric, mean_only
        ComBat's options, where they are not the usual true, true and false.
    fitted_on
        What the authors say it was fitted on: train or all.
    unseen
        What became of batches that are not among the rows fitted on: rows refused, left as they were, or estimated
        from the batch's own rows.
    order
        Whether features were harmonised before or after a selection among them.
    table
        Features after harmonisation.
    model
        The fitted harmonisation, as a program saved it.
    """

    method: str = Field(min_length=1)
    implementation: str | None = None
    batch: str | None = None
    covariates: Names = []
    smooth: Names = []
    reference: Word | None = None
    empirical_bayes: bool | None = None
    parametric: bool | None = None
    mean_only: bool | None = None
    fitted_on: str | None = None
    unseen: Literal["refuse", "leave", "estimate"] | None = None
    order: Literal["before selection", "after selection"] | None = None
    table: Path | None = None
    model: Path | None = None

    @model_validator(mode="after")
    def _options_agree(self):
        strangers = [name for name in self.smooth if name not in self.covariates]
        if strangers:
            raise ValueError(f"names {strangers[0]!r} in 'smooth', but not in 'covariates'; add it there")
        if self.empirical_bayes is False and self.parametric is not None:
            raise ValueError("says 'parametric' of a prior, and that there is none ('empirical_bayes: false')")
        return self
