from collections import Counter
from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.acquisition import Acquisition
from radaudit.evidence.cohort import Cohort
from radaudit.study.load import Study

# What authors write, and DICOM's words for it (PS3.3, C.7.3.1.1.1).
SPELT = {
    "MRI": ("MR",),
    "PET": ("PT",),
    "PET/CT": ("PT", "CT"),
    "PET/MR": ("PT", "MR"),
    "ULTRASOUND": ("US",),
    "SPECT": ("NM",),
    "MAMMOGRAPHY": ("MG",),
    "X-RAY": ("CR", "DX", "RF", "XA"),
    "RADIOGRAPHY": ("CR", "DX"),
    "CBCT": ("CT",),
}


@check("cohort/modality-as-declared", severity=Severity.MAJOR, references=("doi:10.1148/radiol.2020191145",))
def modality_as_declared(study: Study, cohort: Cohort, acquisition: Acquisition) -> Iterator[Finding]:
    """No image header names another modality than the study declares.

    A CT number is a measure of attenuation, an MR signal has no unit: one parameter file does not serve both, and a
    case of another modality is a case of another study.

    Remedy: mend 'study.modality' in radaudit.yaml, or take the cases out; give each modality its own parameters.
    """
    declared = {word for own in study.manifest.study.modality for word in SPELT.get(own.upper(), (own.upper(),))}
    found = acquisition.values["modality"]
    if not any(found):
        raise Unavailable(
            "No image has a header that names its modality.", "Give the images as DICOM; other formats don't keep it."
        )
    counts = Counter(own for own in found if own)
    shown = ", ".join(f"{name} {count}" for name, count in counts.most_common(6))
    if not declared:
        yield unknown(f"The study declares no modality; the headers say {shown}.", add="Add 'study.modality'.")
        return
    others = [row for row, own in enumerate(found) if own and own not in declared]
    if others:
        yield failed(
            f"{counted(len(others), 'image')} of another modality than declared ({', '.join(sorted(declared))}): "
            f"the headers say {shown}.",
            code="other-modality",
            where=[
                Location(study.file.path, study.file.line(("study", "modality"))),
                *(cohort.places[row] for row in others[:20]),
            ],
            rows=[{"case": cohort.cases[row], "modality": found[row]} for row in others],
            benign=["images that were converted to DICOM by a tool that writes another modality"],
        )
        return
    silent = len(cohort) - counts.total()
    left = f"; {counted(silent, 'image')} more have no header that could, as only DICOM has" if silent else ""
    yield passed(f"The declared modality stands in {counted(counts.total(), 'header')} ({shown}){left}.", **counts)
