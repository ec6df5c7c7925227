from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.header_identifiers import HeaderIdentifiers
from radaudit.evidence.images import ImageIndex

PROFILE = "https://dicom.nema.org/medical/dicom/current/output/chtml/part15/chapter_E.html"
SAFE_HARBOR = "https://www.ecfr.gov/current/title-45/part-164/section-164.514"
MADE_UP = "the values were made up when the files were de-identified, as the profile allows"


@check(
    "privacy/no-identifiers-in-headers",
    severity=Severity.MAJOR,
    references=(PROFILE, SAFE_HARBOR, "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
)
def no_identifiers_in_headers(header_identifiers: HeaderIdentifiers, images: ImageIndex) -> Iterator[Finding]:
    """No header of an image or a mask names the patient, or where, when and by whom the patient was seen.

    Whoever gets the files gets their headers, and a name in one of several hundred slices is enough. What the Basic
    Profile of DICOM PS3.15 (annex E) removes or replaces is looked for in each DICOM file, and free texts of NIfTI,
    NRRD and MetaImage headers are searched. An element that the profile removes and that is filled is proved; where a
    made-up value is allowed in its place, nobody can tell it from a true one, so the finding is a heuristic. Files that
    say that identity was removed (0012,0062) or dates changed (0028,0303) are taken at their word. Elements of
    manufacturers (private ones) are not searched. Values stay in the files: the table says what kind they are of.

    Remedy: de-identify the files by the Basic Profile (with dates changed, if time matters), and set (0012,0062),
    (0012,0063) and (0028,0303), so that others can see it.
    """
    own = header_identifiers
    if not own.files:
        yield unknown("No header could be read, so it can't be told what they hold.", unreadable=own.unread)
        return
    yield from _filled(own, images)
    yield from _dates(own)
    if own.unread:
        yield unknown(f"{own.unread} files or folders can't be read; what their headers hold is not known.")
    if not own.elements and not own.unread:
        yield passed(
            f"No element that names somebody was found in the headers of {own.files} files.",
            tier=Tier.HEURISTIC,
            files=own.files,
            dicom=own.dicom,
            say_identity_removed=own.removed,
            say_dates_changed=own.moved,
        )


def _filled(own: HeaderIdentifiers, images: ImageIndex) -> Iterator[Finding]:
    told = (
        ("person", "person-in-header", "that name the patient", Severity.MAJOR),
        ("text", "text-in-header", "of free text in which an identifier stands", Severity.MAJOR),
        ("place", "place-or-staff-in-header", "that name the institution, its staff or its devices", Severity.MINOR),
    )
    for group, code, words, severity in told:
        members = [element for element in own.elements if element.group == group]
        if not members:
            continue
        cases = list(dict.fromkeys(element.case for element in members))
        removed = group != "text" and any(element.action == "X" for element in members)
        yield failed(
            f"Headers of {len(cases)} cases have filled elements {words}.",
            code=code,
            severity=severity,
            tier=Tier.PROVED if removed else Tier.HEURISTIC,
            where=[images.place(case) for case in cases[:1]],
            rows=own.rows(group),
            number_of_cases=len(cases),
            benign=[MADE_UP] if group != "text" else ["the text is about somebody or something else"],
        )


def _dates(own: HeaderIdentifiers) -> Iterator[Finding]:
    dated = own.rows("date")
    if not dated:
        return
    if own.kept:
        yield failed(
            f"{own.kept} files say that their dates are the true ones.",
            code="dates-unchanged",
            severity=Severity.MINOR,
            rows=dated,
            benign=["the study was approved to publish dates"],
        )
    else:
        yield unknown(
            "Headers hold full dates of examinations and don't say whether these were changed; write MODIFIED or "
            "UNMODIFIED into (0028,0303).",
            rows=dated,
        )
