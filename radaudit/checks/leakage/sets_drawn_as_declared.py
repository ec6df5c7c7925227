from collections.abc import Iterator, Mapping

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.patients import Patients
from radaudit.forensics.resplit import Drawn, drawn_anew, told_apart
from radaudit.study.load import Study

LEARNT, FEWEST = ("train", "validation"), 10  # patients of each set
WORDS = {
    "random": "drawn at random",
    "stratified": "drawn within strata",
    None: "drawn at random or within the outcome's classes",
}


@check(
    "leakage/sets-drawn-as-declared",
    severity=Severity.MAJOR,
    references=("doi:10.1111/anae.13938", "doi:10.1016/j.patter.2023.100804"),
)
def sets_drawn_as_declared(study: Study, patients: Patients, *, alpha: float = 0.001) -> Iterator[Finding]:
    """The training and the test set differ no more and no less than the declared way of splitting makes them.

    Sets that are drawn at random differ by chance: one that matches the training set in everything may have been picked
    among many splits, and one that stands apart was drawn otherwise than told. Patients are divided anew thousands of
    times in the declared way ('cohort.split.kind' and 'cohort.split.strata'), and the sets' differences in what the
    cohort table tells, and how well features tell the sets apart, are compared with that (option alpha is the level;
    half of it for each tail). Sets by time or site are expected to differ and are not asked.

    Remedy: say how the sets were drawn, with the seed, and report performance over many draws or by nested
    cross-validation.
    """
    kind = study.manifest.cohort.split.kind if study.manifest.cohort.split else None
    if kind in ("temporal", "site"):
        raise NotApplicable("The split is declared to be by time or site, so its sets may differ.")
    rows = np.array([row for row, own in enumerate(patients.sets) if own in (*LEARNT, "test")], dtype=int)
    held = np.array([patients.sets[row] == "test" for row in rows], dtype=bool)
    if min(held.sum(), (~held).sum()) < FEWEST:
        raise Unavailable(f"Fewer than {FEWEST} patients in the training or in the test set.")
    ways = _ways(study, patients, rows, kind)
    variables = _variables(patients, rows)
    found = [own for strata in ways if variables and (own := drawn_anew(variables, held, strata))]
    features = _features(patients.features[rows], held, ways)
    if not found and not features:
        raise Unavailable(
            "Nothing is written of the patients in which sets could differ.",
            "Add covariates such as age and sex to the cohort table, or the feature table.",
        )
    findings = [*_by_covariates(found, kind, alpha), *_by_features(features, kind, alpha)]
    yield from findings
    if not findings:
        yield passed(
            f"The test set's {counted(int(held.sum()), 'patient')} differ from {int((~held).sum())} others as sets "
            f"{WORDS[kind]} do.",
            **_facts(found), **_facts_of_features(features),
        )  # fmt: skip


def _features(values: np.ndarray, held: np.ndarray, ways: list[np.ndarray]) -> list[tuple[float, float]]:
    """How well the features tell the sets apart; of patients who have any."""
    own = np.isfinite(values).any(axis=1)
    if min((held & own).sum(), (~held & own).sum()) < FEWEST:
        return []
    return [found for strata in ways if (found := told_apart(values[own], held[own], strata[own]))]


def _ways(study: Study, patients: Patients, rows: np.ndarray, kind: str | None) -> list[np.ndarray]:
    """Strata of each way in which the sets may have been drawn."""
    one = np.zeros(len(rows), dtype=int)
    info = study.manifest.cohort
    names = info.split.strata if info.split else []
    columns = {**patients.groups, info.site: patients.sites}
    chosen = [columns[name][rows] for name in names if name in columns] or [patients.classes[rows]]
    strata = np.unique(np.column_stack(chosen), axis=0, return_inverse=True)[1].ravel()
    return {"random": [one], "stratified": [strata]}.get(kind, [one, strata])


def _variables(patients: Patients, rows: np.ndarray) -> dict[str, np.ndarray]:
    from scipy.stats import rankdata

    found: dict[str, np.ndarray] = {}
    for name, values in patients.numbers.items():
        own = values[rows]
        ranks = np.full(len(own), np.nan)
        known = np.isfinite(own)
        ranks[known] = rankdata(own[known])
        found[name] = np.where(known, ranks, np.nanmean(ranks) if known.any() else 0.0)
    groups = patients.groups | ({"site": patients.sites} if len(np.unique(patients.sites)) > 1 else {})
    for name, codes in groups.items():
        levels = np.unique(codes[rows])
        if len(levels) > 1:
            found[name] = (codes[rows][:, None] == levels[None, 1:]).astype(float)
    return found


def _by_covariates(found: list[Drawn], kind: str | None, alpha: float) -> Iterator[Finding]:
    """Where several ways may have been used, the mildest p counts: no way may explain the sets."""
    if not found:
        return
    for code, p, words, benign in (
        ("sets-too-different", max(own.too_different for own in found), "more",
         ["a test set of a later time or another place, on purpose", "cases excluded from one set only"]),
        ("sets-too-alike", max(own.too_alike for own in found), "less",
         ["sets that were matched or balanced on purpose, by a way that is not declared"]),
    ):  # fmt: skip
        if p <= alpha / 2:
            yield _failed(
                f"In what the cohort table tells of patients, the sets differ {words} than sets {WORDS[kind]} do "
                f"(p = {p:.2g} by drawing them anew).",
                code, kind, _rows(found[-1].apart), benign, p=p,
            )  # fmt: skip


def _by_features(found: list[tuple[float, float]], kind: str | None, alpha: float) -> Iterator[Finding]:
    if not found:
        return
    auc, p = found[0][0], max(own[1] for own in found)
    if p <= alpha / 2:
        yield _failed(
            f"The features tell which set a patient is in (AUC {auc:.2f} leave-one-out), better than for sets "
            f"{WORDS[kind]} (p = {p:.2g}).",
            "features-tell-the-set", kind, [],
            ["a test set of a later time or another place, on purpose", "another scanner or reader for the test set"],
            p=p, auc=auc,
        )  # fmt: skip


def _failed(message: str, code: str, kind: str | None, rows: list, benign: list[str], **facts: float) -> Finding:
    """Tested where the way was declared; else it may be another one, so a hint to declare it."""
    return failed(
        message + ("" if kind else " How they were drawn is not declared ('cohort.split.kind')."),
        code=code,
        tier=Tier.TESTED if kind else Tier.HEURISTIC,
        severity=None if kind and code != "sets-too-alike" else Severity.MINOR,
        rows=rows,
        benign=benign,
        **facts,
    )


def _rows(apart: Mapping[str, float]) -> list[dict[str, object]]:
    return [{"variable": name, "difference, in SD of draws": round(own, 2)} for name, own in apart.items()]


def _facts(found: list[Drawn]) -> dict[str, float]:
    if not found:
        return {}
    return {
        "p_more": max(own.too_different for own in found),
        "p_less": max(own.too_alike for own in found),
    }


def _facts_of_features(found: list[tuple[float, float]]) -> dict[str, float]:
    return {"auc_of_features": found[0][0], "p_of_features": max(own[1] for own in found)} if found else {}
