from collections.abc import Iterator

from radaudit.checks.privacy.no_identifiers_in_headers import PROFILE, SAFE_HARBOR
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.header_identifiers import HeaderIdentifiers
from radaudit.evidence.images import ImageIndex


@check("privacy/no-burnt-in-text", severity=Severity.MAJOR, references=(PROFILE, SAFE_HARBOR))
def no_burnt_in_text(images: ImageIndex, header_identifiers: HeaderIdentifiers) -> Iterator[Finding]:
    """No image has text drawn into its voxels.

    Screenshots, ultrasound and images that went through a viewer carry name, number and day of the patient as grey
    levels, where no de-identification of headers reaches them; and a network reads them as well as a person does. Files
    may say so themselves (0028,0301). Otherwise rows of small, equally bright signs near the border are looked for, on
    up to 48 slices of each image; letters less than five voxels high, and faint or smoothed ones, are not found.

    Remedy: look at the slices, paint over the text or leave the images out, and set (0028,0301) to NO.
    """
    said = [case for case, words in header_identifiers.burnt.items() if words.get("YES")]
    seen = {case: own.facts["text"] for case, own in images.cases.items() if "text" in own.facts}
    drawn = [case for case, text in seen.items() if text["slices"] and case not in said]
    if said:
        yield failed(
            f"Headers of {len(said)} cases say that text is burnt into the image.",
            code="declared-burnt-in",
            where=[images.place(case) for case in said[:1]],
            rows=[{"case": case, "files": header_identifiers.burnt[case]["YES"]} for case in said],
            benign=["the text was painted over, and the header was not changed"],
        )
    if drawn:
        yield failed(
            f"Images of {len(drawn)} cases hold what looks like a line of text.",
            code="looks-burnt-in",
            tier=Tier.HEURISTIC,
            where=[images.place(case) for case in drawn[:1]],
            rows=[
                {
                    "case": case,
                    "slices": seen[case]["slices"],
                    "looked at": seen[case]["looked_at"],
                    "signs in the longest line": seen[case]["signs"],
                }
                for case in drawn
            ],
            benign=["a scale, a side marker or a technical note", "a row of small bright parts of a device"],
        )
    unseen = [case for case in images.cases if case not in seen]
    if unseen:
        yield unknown(
            f"Images of {len(unseen)} of {len(images.cases)} cases can't be read, so no text can be seen in them.",
            rows=[{"case": case} for case in unseen],
        )
    if not said and not drawn and not unseen:
        yield passed(
            f"No line of text was seen in the images of {len(seen)} cases.",
            tier=Tier.HEURISTIC,
            slices=sum(text["looked_at"] for text in seen.values()),
            say_no=sum(words.get("NO", 0) for words in header_identifiers.burnt.values()),
        )
