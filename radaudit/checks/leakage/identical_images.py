from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.overlaps import several_sets, shared_images


@check("leakage/identical-images", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def identical_images(cohort: Cohort, split: Split, images: ImageIndex) -> Iterator[Finding]:
    """No image is in two sets.

    Images are compared voxel by voxel, whatever their file format, pixel type or name. The same scan in the training
    and in a test set means that the model was tested on what it had learnt.

    Remedy: keep one copy, in one set, and find out where the others came from (public collections overlap).
    """
    several_sets(split)
    different = {
        own.facts["digest"] for case, own in images.cases.items() if split.sets[case] and "digest" in own.facts
    }
    shared = list(shared_images(split, images).values())
    if not different:
        raise Unavailable("No image could be read.", "See the check features/all-cases-extracted.")
    unread = [case for case, own in images.cases.items() if split.sets[case] and "digest" not in own.facts]
    if unread:
        yield unknown(
            f"{counted(len(unread), 'case')} could not be compared: no image that can be read.",
            code="not-compared",
            rows=[{"case": case, "reason": images.cases[case].problem} for case in unread],
        )
    if not shared:
        yield passed(f"{counted(len(different), 'different image')}; none is in two sets.", images=len(different))
        return
    cases = [case for group in shared for case in group]
    yield failed(
        f"{counted(len(shared), 'image')} in more than one set: {len(cases)} cases share them.",
        code="shared-image",
        where=[images.place(case) for case in cases],
        rows=[
            {
                "image": number,
                "case": case,
                "patient": cohort.patient(case),
                "set": split.sets[case],
                "file": images.cases[case].image_name,
                "voxels (sha256)": images.cases[case].facts["digest"][:12],
            }
            for number, group in enumerate(shared, start=1)
            for case in group
        ],
        images=len(shared),
        cases=len(cases),
    )
