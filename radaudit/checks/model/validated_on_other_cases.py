from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort, Split
from radaudit.study.manifest import ModelInfo

CODES = {0: "same-institute", 1: "other-institute", 2: "two-institutes"}


@check("model/validated-on-other-cases", severity=Severity.MAJOR, references=("doi:10.1038/nrclinonc.2017.141",))
def validated_on_other_cases(models: tuple[ModelInfo, ...], cohort: Cohort, split: Split) -> Iterator[Finding]:
    """The model is validated on cases that it was not trained on, and it is known from where they are.

    Performance on the training set says nothing about new patients. Validation in the same institute shows that the
    model was not learnt by heart; validation in institutes that gave no training case shows that it travels.

    Remedy: hold cases back, best those of a whole institute, and name them in 'cohort.split' and 'cohort.site'.
    """
    held = [case for name in ("test", "external") for case in split.cases(name)]
    if not held:
        yield failed("No case is in a test or external set.", code="no-validation")
        return
    trained = set(split.cases("train")) | set(split.cases("validation"))
    if not trained:
        raise Unavailable("No case is in the training set.", "Name its values in 'cohort.split.train'.")
    patients = {cohort.patient(case) for case in trained} - {None}
    shared = [case for case in held if cohort.patient(case) in patients]
    if shared:
        yield failed(
            f"{len(shared)} of {len(held)} validation cases are of patients who are in the training set.",
            code="shared-cases",
            where=[cohort.place(case) for case in shared],
            rows=[{"case": case, "patient": cohort.patient(case), "set": split.sets[case]} for case in shared],
        )
        return
    yield _where_from(cohort, trained, held)


def _where_from(cohort: Cohort, trained: set[str], held: list[str]) -> Finding:
    sites = {case: cohort.sites[cohort.rows[case]] for case in (*trained, *held)}
    if any(site is None for site in sites.values()):
        return passed(
            f"{len(held)} cases were held back; from which institutes they are is not known (name 'cohort.site').",
            code="institute-not-known",
            validation_cases=len(held),
        )
    own = {sites[case] for case in trained}
    new = sorted({sites[case] for case in held} - own)
    counts = [{"site": s, "validation cases": sum(sites[c] == s for c in held)} for s in sorted(set(sites.values()))]
    return passed(
        f"{len(held)} cases were held back; "
        + (
            f"those of {len(new)} institutes gave no training case: {', '.join(new)}."
            if new
            else "none from elsewhere."
        ),
        code=CODES.get(len(new), "three-institutes"),
        rows=[row | {"training cases": sum(sites[c] == row["site"] for c in trained)} for row in counts],
        validation_cases=len(held),
        other_institutes=len(new),
    )
