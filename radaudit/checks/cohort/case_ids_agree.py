from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.reported import FeatureTable


@check("cohort/case-ids-agree", severity=Severity.MAJOR)
def case_ids_agree(cohort: Cohort, reported: FeatureTable) -> Iterator[Finding]:
    """The feature table and the cohort table name the same cases, letter for letter.

    Tables are joined by their ids. An id that is spelt differently in one of them loses its case without a word,
    or joins a stranger: the same number is not the same patient where every centre counts from one.

    Remedy: write the same ids in both tables, as text (spreadsheets drop leading zeros), and say in the paper
    which cases were left out and why.
    """
    match = reported.ids
    if match.left_only:
        yield failed(
            f"{len(match.left_only)} of {len(cohort)} cases of the cohort have no row in {reported.path}.",
            code="case-without-features",
            where=[cohort.place(case) for case in match.left_only[:20]],
            rows=[{"case": case} for case in match.left_only],
            benign=["cases excluded on purpose, after the cohort table was written"],
        )
    if match.right_only:
        yield failed(
            f"{len(match.right_only)} rows of {reported.path} belong to no case of {cohort.path}.",
            code="case-not-in-cohort",
            rows=[{"id in the feature table": text} for text in match.right_only],
            benign=["the feature table also serves another study"],
        )
    if not match.exact:
        changed = [(left, right) for left, right in match.pairs.items() if left != right]
        yield failed(
            f"{len(changed)} ids had to be matched by a rule: {match.rule}.",
            code="different-spelling",
            severity=Severity.MINOR,
            where=[reported.place(left) for left, _ in changed[:20]],
            rows=[{"id in the cohort": left, "id in the feature table": right} for left, right in changed],
        )
    if match.exact and not match.left_only and not match.right_only:
        yield passed(f"All {len(cohort)} cases are in both tables.", cases=len(cohort))
