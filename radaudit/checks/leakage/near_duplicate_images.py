from collections.abc import Iterator, Sequence

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.near_duplicates import ALIKE, ALPHA, Likeness, NearDuplicates
from radaudit.evidence.overlaps import apart, several_sets

BENIGN = (
    "scans of one patient at two dates, under two ids: related, but no copy",
    "one physical phantom, scanned again",
    "images that were made alike on purpose: registered to an atlas, simulated, or parts of one larger image",
)


@check(
    "leakage/near-duplicate-images",
    severity=Severity.CRITICAL,
    references=("doi:10.1016/j.patter.2023.100804", "doi:10.1080/01621459.1978.10480104"),
)
def near_duplicate_images(
    cohort: Cohort,
    split: Split,
    images: ImageIndex,
    near_duplicates: NearDuplicates,
    *,
    alpha: float = ALPHA,
    correlation: float = ALIKE,
    surely: float = 0.98,
) -> Iterator[Finding]:
    """No image is a flipped, turned, cropped, rescaled or noisy copy of another one in a different set.

    Small pictures of the images and of the surroundings of their ROIs are laid on each other in every orientation. What
    counts is the correlation beyond what all images of this study share, and how far it stands off from the likeness of
    both images to their next most similar ones; pairs of one patient (see leakage/patient-overlap) and equal
    voxels (see leakage/identical-images) are left out. A pair is reported if its correlation is at least the option
    correlation and a study without copies would show one like it with a chance of at most the option alpha. Pairs
    that can't be tested so, because the study is small or has many copies of one image, are a hint from the
    option surely on.

    Remedy: look at both images side by side; keep one copy, and keep what was made from one scan (augmentation,
    cropping) in one set.
    """
    several_sets(split)
    near = near_duplicates
    used = [case for case in near.compared if split.sets[case]]
    if len(used) < 2:
        raise Unavailable("Fewer than two images could be compared.", "See the check features/all-cases-extracted.")
    pairs = [own for own in near.pairs if split.sets[own.one] and split.sets[own.other]]
    strict = [own for own in near.copies(alpha, correlation) if own in pairs]
    likely = [own for own in pairs if own not in strict and own.correlation >= surely]
    left = [case for case in near.unread if split.sets[case]]
    if left:
        yield unknown(
            f"{counted(len(left), 'case')} could not be compared.",
            code="not-compared",
            rows=[{"case": case, "reason": near.unread[case]} for case in left],
        )
    tiers = ((strict, Tier.TESTED, Severity.CRITICAL), (likely, Tier.HEURISTIC, Severity.MAJOR))
    for found, tier, severity in tiers:
        across = [own for own in found if apart(split, own.one, own.other)]
        if across:
            yield _found(across, tier, severity, cohort, split, images)
    within = [own for own in strict + likely if not apart(split, own.one, own.other)]
    if within:
        yield failed(
            f"{counted(len(within), 'pair')} of images within one set look like one image.",
            code="near-duplicate-within-set",
            tier=Tier.HEURISTIC,
            severity=Severity.NOTE,
            rows=[_row(own, cohort, split) for own in within],
            benign=BENIGN,
        )
    if not any(apart(split, own.one, own.other) for own in strict + likely):
        yield _nothing(near, len(used), alpha)


def _found(
    pairs: Sequence[Likeness], tier: Tier, severity: Severity, cohort: Cohort, split: Split, images: ImageIndex
) -> Finding:
    hint = " (a hint: their likeness could not be tested)" if tier is Tier.HEURISTIC else ""
    return failed(
        f"{counted(len(pairs), 'pair')} of images in different sets look like one image{hint}.",
        code="near-duplicate" if tier is Tier.TESTED else "possible-near-duplicate",
        tier=tier,
        severity=severity,
        where=[images.place(case) for own in pairs for case in (own.one, own.other)],
        rows=[_row(own, cohort, split) for own in pairs],
        benign=BENIGN,
        pairs=len(pairs),
    )


def _nothing(near: NearDuplicates, used: int, alpha: float) -> Finding:
    if not near.tested:
        return unknown(
            f"No two of {used} images look like one, but how alike images of this study are can't be told from so few.",
            code="too-few-images",
        )
    usual = {f"usual correlation, {view}": round(value, 3) for view, value in near.usual.items()}
    return passed(
        f"No two of {used} images in different sets look like one image.", tier=Tier.TESTED, alpha=alpha, **usual
    )


def _row(own: Likeness, cohort: Cohort, split: Split) -> dict:
    return {
        "case": own.one,
        "set": split.sets[own.one],
        "patient": cohort.patient(own.one),
        "other case": own.other,
        "other set": split.sets[own.other],
        "other patient": cohort.patient(own.other),
        "where": own.view,
        "correlation": round(own.correlation, 3),
        "change": own.turn,
        "chance": None if own.chance is None else float(f"{own.chance:.2g}"),
    }
