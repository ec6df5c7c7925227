from collections.abc import Iterator

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.saved_harmoniser import SavedHarmoniser
from radaudit.study.load import Study

BENIGN = ("a harmoniser that was fitted and saved again for later use", "a file of another version of the analysis")


@check(
    "harmonisation/saved-model-agrees",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.neuroimage.2019.116450", "doi:10.1016/j.patter.2023.100804"),
)
def saved_model_agrees(study: Study, saved_harmoniser: SavedHarmoniser) -> Iterator[Finding]:
    """The saved harmoniser was fitted on the training cases, without the outcome.

    A harmoniser that was saved holds how many cases of each site it was fitted on, and the names of what it preserved.
    Counts that are those of the whole cohort say that cases which are evaluated had a part in it; an outcome among its
    covariates says that no new patient can be harmonised without knowing how the disease went.

    Remedy: fit the harmoniser on the training cases, without the outcome, and save that one.
    """
    own, said = saved_harmoniser, saved_harmoniser.said
    seen, tier = own.saw_held_out
    place = {"where": [Location(own.path)], "cases": said.rows, "rows": _rows(own)}
    declared = study.manifest.harmonisation.fitted_on
    if seen:
        yield failed(
            f"The saved harmoniser was fitted on {counted(said.rows, 'case')}: as many of each batch as all cases are, "
            "and more than the training cases.",
            code="fitted-on-all-cases", tier=tier, severity=Severity.MINOR, benign=BENIGN, declared=declared, **place,
        )  # fmt: skip
    elif seen is None:
        yield unknown(
            f"The saved harmoniser was fitted on {counted(said.rows or 0, 'case')}, and the counts of its batches are "
            f"{'those of several sets of cases' if own.fits else 'those of no set of cases that the study declares'}.",
            code="other-counts", add="Declare 'cohort.split' and 'harmonisation.batch'.", **place,
        )  # fmt: skip
    else:
        yield passed(
            f"The saved harmoniser was fitted on {own.fits[0]}: the counts of its batches agree.", tier=tier, **place
        )
    yield _of_outcome(own)


def _of_outcome(own: SavedHarmoniser) -> Finding:
    place, names = {"where": [Location(own.path)]}, own.said.covariates or ()
    listed = " and ".join(map(repr, names)) or "nothing"
    if own.used_outcome:
        return failed(
            f"The saved harmoniser preserves {listed}: the outcome is among its covariates.",
            code="outcome-among-covariates", severity=Severity.CRITICAL, tier=Tier.PROVED, benign=BENIGN, **place,
        )  # fmt: skip
    if own.used_outcome is None:
        return unknown(
            "The saved harmoniser does not tell what it preserves in names of the cohort table.",
            code="unnamed-covariates", add="Name its covariates as the cohort table does.", **place,
        )  # fmt: skip
    return passed(f"The saved harmoniser preserves {listed}{', and not the outcome' if names else ''}.", **place)


def _rows(own: SavedHarmoniser) -> list[dict]:
    """The counts of each batch beside those of each set of cases."""
    names = dict.fromkeys([*own.said.batches, *(name for counts in own.expected.values() for name in counts)])
    return [
        {
            "batch": name,
            "in the harmoniser": own.said.batches.get(name, 0),
            **{title: counts.get(name, 0) for title, counts in own.expected.items()},
        }
        for name in names
    ]
