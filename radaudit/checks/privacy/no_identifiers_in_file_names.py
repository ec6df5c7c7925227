from collections.abc import Iterator

from radaudit.checks.privacy.no_identifiers_in_headers import SAFE_HARBOR
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.personal_paths import WEIGHT, PersonalPath, PersonalPaths


@check(
    "privacy/no-identifiers-in-file-names",
    severity=Severity.MAJOR,
    references=(SAFE_HARBOR, "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
)
def no_identifiers_in_file_names(personal_paths: PersonalPaths) -> Iterator[Finding]:
    """No name of an image or mask file holds the patient's name, number or days.

    Archives and scanners name folders after the patient and the day, and such names outlive every de-identification of
    the headers inside: they stand in tables, logs and the paths of a publication. Pieces of each path are compared with
    what the headers of the same case and the tables' columns of names hold; dates and bare numbers are told by their
    look, and ids of the cohort table are the study's own.

    Remedy: name the files after the case ids of the study, and the folders above them too.
    """
    found = personal_paths.found
    equal = [own for own in found if own.proved]
    for severity, members in (
        (Severity.MAJOR, [own for own in equal if WEIGHT[own.holds] == "person"]),
        (Severity.MINOR, [own for own in equal if WEIGHT[own.holds] != "person"]),
    ):
        if members:
            yield failed(
                f"Names of files of {_cases(members)} cases hold what headers or tables say of the patient.",
                code="person-in-file-name" if severity is Severity.MAJOR else "day-in-file-name",
                severity=severity,
                tier=Tier.PROVED,
                rows=_rows(members),
                benign=["headers and names of the files were made up together when they were de-identified"],
            )
    looks = [own for own in found if not own.proved]
    if looks:
        yield unknown(
            f"Names of files of {_cases(looks)} cases hold a full date or a bare number; whether it is the patient's "
            "can't be told. Name the files after the case ids of the study.",
            rows=_rows(looks),
        )
    if not found:
        yield passed(
            f"None of {personal_paths.paths} paths holds what looks like an identifier.",
            tier=Tier.HEURISTIC,
            paths=personal_paths.paths,
        )


def _cases(members: list[PersonalPath]) -> int:
    return len({own.case for own in members})


def _rows(members: list[PersonalPath]) -> list[dict[str, object]]:
    return [{"case": own.case, "of": own.of, "holds": own.holds} for own in members]
