from radaudit.checks.privacy.no_burnt_in_text import no_burnt_in_text
from radaudit.core.finding import Outcome, Tier
from radaudit.evidence.header_identifiers import HeaderIdentifiers
from radaudit.evidence.images import CaseImages, ImageIndex


def judged(burnt=None, **slices):
    def facts(number):
        return {} if number is None else {"text": {"slices": number, "looked_at": 5, "signs": 9 * bool(number)}}

    cases = {case: CaseImages(case, case, None, None, None, facts=facts(own)) for case, own in slices.items()}
    headers = HeaderIdentifiers((), 1, 1, 0, 0, 0, 0, burnt or {})
    return list(no_burnt_in_text(ImageIndex(cases, 1, False), headers))


def test_no_text():
    [own] = judged(a=0, b=0)
    assert (own.outcome, own.tier, own.values["slices"]) == (Outcome.PASS, Tier.HEURISTIC, 10)


def test_the_header_proves_and_the_look_does_not():
    said, seen = judged({"a": {"YES": 5}}, a=2, b=1)
    assert (said.code, said.tier, [row["case"] for row in said.rows]) == ("declared-burnt-in", Tier.PROVED, ["a"])
    assert (seen.code, seen.tier, [row["case"] for row in seen.rows]) == ("looks-burnt-in", Tier.HEURISTIC, ["b"])


def test_images_that_can_not_be_read():
    [own] = judged(a=0, b=None)
    assert (own.outcome, own.rows) == (Outcome.UNKNOWN, ({"case": "b"},))
