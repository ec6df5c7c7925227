from radaudit.checks.privacy.no_identifiers_in_file_names import no_identifiers_in_file_names
from radaudit.core.finding import Outcome, Severity, Tier
from radaudit.evidence.personal_paths import PersonalPath, PersonalPaths


def judged(*found):
    return list(
        no_identifiers_in_file_names(PersonalPaths(tuple(PersonalPath("a", "image", *own) for own in found), 7))
    )


def test_no_path():
    [own] = judged()
    assert (own.outcome, own.values["paths"]) == (Outcome.PASS, 7)


def test_what_equals_the_headers_is_proved():
    major, minor = judged(("a part of the name", True), ("the day of the examination", True))
    assert (major.code, major.severity, major.tier) == ("person-in-file-name", Severity.MAJOR, Tier.PROVED)
    assert (minor.code, minor.severity) == ("day-in-file-name", Severity.MINOR)


def test_looks_alone_are_not_known():
    [own] = judged(("a full date", False))
    assert own.outcome is Outcome.UNKNOWN
    assert own.rows == ({"case": "a", "of": "image", "holds": "a full date"},)
