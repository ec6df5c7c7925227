from collections import defaultdict
from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.statistics.similar_rows import equal_rows


@check("cohort/cases-are-distinct", severity=Severity.MAJOR)
def cases_are_distinct(cohort: Cohort, images: ImageIndex | None, reported: FeatureTable | None) -> Iterator[Finding]:
    """Every case is in the study once.

    A case that stands twice under two ids is counted twice: sample size, intervals and p-values all speak of more
    patients than there are. If the copies are in different sets, it is a leak as well, and the leakage checks say so.

    Remedy: keep one of the copies, and find out where the other came from.
    """
    if images is None and reported is None:
        raise Unavailable("The study gives neither images nor a feature table.")
    groups = same_roi(images) if images else []
    pairs = [(reported.cases[a], reported.cases[b]) for a, b in equal_rows(reported.values)] if reported else []
    if groups:
        yield failed(
            f"{counted(len(groups), 'group')} of cases with the same image and the same ROI, voxel for voxel.",
            code="repeated-image",
            where=[images.place(case) for cases in groups for case in cases],
            rows=[
                {"group": n, "case": case, "patient": cohort.patient(case), "image": images.cases[case].image_name}
                for n, cases in enumerate(groups, start=1)
                for case in cases
            ],
        )
    if pairs:
        yield failed(
            f"{counted(len(pairs), 'pair')} of cases with the same value in every feature.",
            code="repeated-row",
            where=[reported.place(case) for pair in pairs for case in pair],
            rows=[
                {"pair": n, "case": case, "patient": cohort.patient(case)}
                for n, pair in enumerate(pairs, start=1)
                for case in pair
            ],
            benign=["a table with very few, coarse features"],
        )
    if not groups and not pairs:
        looked = " and ".join(["images"] * bool(images) + ["feature rows"] * bool(reported))
        yield passed(f"No two cases have the same {looked}.", cases=len(cohort))


def same_roi(images: ImageIndex) -> list[tuple[str, ...]]:
    """Groups of cases whose image and ROI are equal voxel for voxel: one scan may hold several lesions."""
    groups = defaultdict(list)
    for case, own in images.cases.items():
        if "digest" in own.facts and (not images.masked or "roi_digest" in own.facts):
            groups[own.facts["digest"], own.facts.get("roi_digest"), str(own.facts.get("box"))].append(case)
    return [tuple(cases) for cases in groups.values() if len(cases) > 1]
