"""Nine studies whose figures a review has published: doi:10.1186/s13018-023-03863-w, table 3.

The review prints figures, not the answers. These answers are made so that they have every printed count, median and
range; whatever else is printed (means, percentages, adherence) must then come out as well.
"""

from __future__ import annotations

from radaudit.core.surveyed import StudyItem, StudyScore

ONES, NONE = (1,) * 9, (0,) * 9
# Item, points of the nine studies, least and most; printed: percentage of the ideal, adherence of 9.
DOMAINS = {
    "protocol and stability": {
        "1": (ONES, 0, 2, 50, 9),
        "2": ((1, 1, 1, 1, 1, 1, 1, 0, 1), 0, 1, 89, 8),
        "4": (NONE, 0, 1, 0, 0),
        "3": (NONE, 0, 1, 0, 0),
    },
    "selection and validation": {
        "5": ((-3, 3, 3, 3, 3, 3, 3, 3, 3), -3, 3, 78, 8),
        "12": ((-5, -5, -5, -5, 2, 2, 2, 2, 3), -5, 5, 0, 5),
    },
    "clinical and biological validation": {
        "6": ((1, 1, 0, 1, 0, 0, 0, 1, 1), 0, 1, 56, 5),
        "7": ((0, 1, 1, 1, 0, 0, 1, 0, 1), 0, 1, 56, 5),
        "13": ((0, 2, 0, 0, 0, 0, 2, 0, 0), 0, 2, 22, 2),
        "14": ((2,) * 9, 0, 2, 100, 9),
    },
    "performance": {
        "8": (NONE, 0, 1, 0, 0),
        "9": ((1, 2, 1, 2, 1, 2, 2, 2, 2), 0, 2, 83, 9),
        "10": ((0, 2, 2, 0, 0, 0, 2, 0, 0), 0, 2, 33, 3),
    },
    "level of evidence": {"11": (NONE, 0, 7, 0, 0), "15": (NONE, 0, 1, 0, 0)},
    "open science": {"16": ((0, 1, 0, 1, 0, 0, 0, 0, 0), 0, 4, 6, 2)},
}
# Median, least, most, mean, percentage of the ideal, met, asked, as printed.
PRINTED = {
    "All items": (11, -2, 16, 9.3, 26, 65, 144),
    "protocol and stability": (2, 1, 2, 1.9, 38, 17, 36),
    "selection and validation": (5, -8, 6, 1.3, 17, 13, 18),
    "clinical and biological validation": (3, 2, 6, 3.6, 59, 21, 36),
    "performance": (2, 1, 4, 2.3, 47, 12, 27),
    "level of evidence": (0, 0, 0, 0.0, 0, 0, 18),
    "open science": (0, 0, 1, 0.2, 6, 2, 9),
}


def items() -> list[StudyItem]:
    return [
        StudyItem(f"s{i}", "rqs-2017", item, item, domain, True, True, None, points[i], 0, 0, least, most, "supported")
        for domain, own in DOMAINS.items()
        for item, (points, least, most, *_) in own.items()
        for i in range(9)
    ]


def scores() -> list[StudyScore]:
    answers = items()
    totals = {f"s{i}": sum(own.points for own in answers if own.study == f"s{i}") for i in range(9)}
    named = ("rqs-2017", "Radiomics Quality Score", "doi:10.1038/nrclinonc.2017.141", "points")
    return [
        StudyScore(study, *named, None, total, None, 0, 0, -8, 36, max(0, total) / 36 * 100, None)
        for study, total in totals.items()
    ]
