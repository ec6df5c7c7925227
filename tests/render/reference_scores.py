"""Two scored checklists: one with claims, one without."""

from __future__ import annotations

from radaudit.core.report import Answer, Score


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
