"""Three scored checklists: one in points, one in items without claims, one in percent with conditions."""

from __future__ import annotations

from radaudit.core.agreement import Agreement, Disagreement
from radaudit.core.report import Answer, Gain, Score


def two_raters() -> Agreement:
    apart = (Disagreement("C1", "The study segments", "no", "yes"), Disagreement("2", "Eligibility", "yes", "no"))
    return Agreement("ben.yaml", 12, 9, 0.47, -0.02, 0.96, False, 75.0, 62.5, ("3",), (), apart)


def rqs() -> Score:
    answers = (
        Answer(
            "1",
            "Image protocol",
            2,
            1,
            1,
            1,
            "contradicted",
            ("The headers show two protocols.",),
            ("features/settings-stated",),
            "p. 4",
        ),
        Answer(
            "5",
            "Feature reduction",
            3,
            3,
            3,
            3,
            "supported",
            ("6 features of 71 events.",),
            ("cohort/events-per-feature",),
        ),
        Answer(
            "12",
            "Validation",
            3,
            None,
            -5,
            3,
            "unknown",
            ("Hand in the predictions of the external set.",),
            ("model/rerun",),
        ),
        Answer("15", "Cost-effectiveness", 1, 1, 1, 1, "declared", ("The authors say so.",), (), "Supplement, p. 9"),
    )
    return Score(
        "rqs-2017",
        "Radiomics Quality Score",
        "doi:10.1038/nrclinonc.2017.141",
        15,
        6,
        11,
        -2,
        17.5,
        -8,
        36,
        16.666666666666668,
        41.66666666666667,
        "poor",
        answers,
    )


def claim() -> Score:
    answer = Answer("1", "Study design", None, None, 0, 1, "unknown", ("No answers file was given.",))
    return Score(
        "claim-2024",
        "CLAIM 2024",
        "doi:10.1148/ryai.240300",
        None,
        12,
        None,
        12,
        31,
        0,
        44,
        27.27272727,
        None,
        "",
        (answer,),
    )


def metrics() -> Score:
    design = {"domain": "Design", "ends": (0.0, 25.0)}
    answers = (
        Answer("1", "Guideline", 25.0, 25.0, 25.0, 25.0, "supported", ("It is named.",), **design),
        Answer("2", "Eligibility", 25.0, None, 0.0, 25.0, "unknown", ("A pointer is missing.",), **design),
        Answer("3", "Reference standard", None, None, 0.0, 0.0, "unknown", ("Not answered.",), **design),
        Answer("4", "Segmentation", None, None, 0.0, 0.0, "declared", domain="Masks", applies=False),
        Answer("5", "Code shared", None, None, 0.0, 0.0, "unknown", domain="Sharing", ends=(0.0, 25.0)),
        Answer("6", "Tool shared", 1.0, 1.0, 1.0, 1.0, "declared", domain="Sharing", essential=False),
    )
    condition = Answer("C1", "The study segments", None, None, 0.0, 0.0, "declared", ("No.",), applies=False)
    return Score(
        "metrics",
        "METRICS",
        "doi:10.1186/s13244-023-01572-w",
        75.0,
        25.0,
        50.0,
        25.0,
        50.0,
        0.0,
        100.0,
        25.0,
        75.0,
        "Low",
        answers,
        claimed_band="Good",
        unit="%",
        unanswered=2,
        conditions=(condition,),
        gains=(Gain("2", "Eligibility", 25.0, 1, "State what was done."),),
        caution="Not to be relied on.",
        agreement=two_raters(),
    )
