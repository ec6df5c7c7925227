from radaudit.checks.privacy.no_identifiers_in_headers import no_identifiers_in_headers
from radaudit.core.finding import Outcome, Severity, Tier
from radaudit.evidence.header_identifiers import Element, HeaderIdentifiers
from radaudit.evidence.images import CaseImages, ImageIndex

IMAGES = ImageIndex({"a": CaseImages("a", "a.nrrd", None, None, None)}, 1, False)


def judged(*elements, files=3, unread=0, kept=0):
    made = [Element("a", "image", *own, 2) for own in elements]
    own = HeaderIdentifiers(tuple(made), files, files, unread, 0, 0, kept, {})
    return list(no_identifiers_in_headers(own, IMAGES))


def test_nothing_filled():
    [own] = judged()
    assert (own.outcome, own.tier) == (Outcome.PASS, Tier.HEURISTIC)


def test_what_the_profile_removes_is_proved_and_what_it_may_replace_is_not():
    [removed] = judged(("person", "PatientAddress (0010,1040)", "X", "2 words of letters"))
    [replaced] = judged(("person", "PatientName (0010,0010)", "Z", "2 words of letters"))
    assert (removed.code, removed.tier, removed.severity) == ("person-in-header", Tier.PROVED, Severity.MAJOR)
    assert (replaced.code, replaced.tier) == ("person-in-header", Tier.HEURISTIC)
    assert replaced.rows[0]["holds"] == "2 words of letters"
    assert replaced.rows[0]["files"] == 2


def test_places_weigh_less():
    [own] = judged(("place", "InstitutionName (0008,0080)", "Z", "1 word of letters"))
    assert (own.code, own.severity) == ("place-or-staff-in-header", Severity.MINOR)


def test_dates_fail_only_where_the_files_say_that_they_are_true():
    date = ("date", "StudyDate (0008,0020)", "Z", "a full date")
    assert [own.outcome for own in judged(date)] == [Outcome.UNKNOWN]
    assert [own.code for own in judged(date, kept=3)] == ["dates-unchanged"]


def test_what_can_not_be_read_is_not_known():
    assert [own.outcome for own in judged(files=0, unread=2)] == [Outcome.UNKNOWN]
    assert [own.outcome for own in judged(files=3, unread=2)] == [Outcome.UNKNOWN]
