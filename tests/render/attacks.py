"""Reports that try to break a renderer: by what their text holds, or by their size."""

from __future__ import annotations

import random
from dataclasses import replace

from reference import make_result, provenance

from radaudit.core.agreement import Agreement, Disagreement
from radaudit.core.finding import Location, Severity, Tier, failed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.report import Answer, Gain, Provenance, Report, Score, Verdict

SCRIPT = "<script>alert('owned')</script>"
QUOTES = "\"' onmouseover=alert(1) x='"
MARKDOWN = "[click](javascript:alert(1)) **bold** `code` | pipe |"
ANSI = "\x1b[31mred\x1b[0m\x1b]0;title\x07 \x9b2J"
OVERRIDE = "report\u202egnp.exe\u2066"
RICH = "[bold red]not markup[/] [link=https://evil.example]x[/link] :boom:"
ENDINGS = "</style></title></details>--><!-- ]]> {{ 7*7 }} {% raw %}"
HOSTILE = (SCRIPT, QUOTES, MARKDOWN, ANSI, OVERRIDE, RICH, ENDINGS)
LONG = "x" * 100_000


def hostile_report() -> Report:
    """A report whose every study string is an attack."""
    finding = failed(
        " ".join(HOSTILE),
        code="code<b>",
        tier=Tier.HEURISTIC,
        where=[Location(f"data/{text}.csv", 3, f"claims/{text}") for text in HOSTILE],
        rows=[{"case": text, text: 1.5} for text in (*HOSTILE, LONG)],
        benign=HOSTILE,
        plots=[
            Plot("intervals", SCRIPT, QUOTES, ANSI, (Series(ENDINGS, (1.0,), (0.0,), (0.5,), (2.0,)),), (OVERRIDE,)),
            Plot("points", OVERRIDE, SCRIPT, LONG, (Series(SCRIPT, (1.0,), (2.0,)), Series(ANSI, (1.0,), (2.0,)))),
        ],
        hostile=SCRIPT,
        long=LONG,
    )
    missing = unknown(" ".join(HOSTILE))
    result = make_result(
        "leakage/hostile", Severity.CRITICAL, "The study is kind.", [finding], options={"x": HOSTILE[0]}
    )
    waived = make_result("leakage/waived", Severity.MINOR, "Waived.", [finding], waived=SCRIPT + ANSI)
    other = make_result("features/missing", Severity.MINOR, "All is given.", [missing])
    answer = Answer(ANSI, SCRIPT, 2, None, 0, 2, "unknown", (QUOTES, SCRIPT), ("leakage/hostile", "no/such"), OVERRIDE)
    part = replace(answer, domain=SCRIPT, ends=(0.0, 2.0))
    score = replace(
        Score(
            "rqs", SCRIPT, "javascript:alert(1)", 2, 0, 2, 0, 2, 0, 2, 0, 100, ANSI, (part, replace(part, domain=ANSI))
        ),
        unit=SCRIPT,
        claimed_band=SCRIPT,
        caution=ANSI + SCRIPT,
        conditions=(part,),
        gains=(Gain(SCRIPT, ANSI, 1.0, 1, SCRIPT),),
        agreement=Agreement(
            SCRIPT,
            2,
            1,
            0.0,
            -1.0,
            1.0,
            True,
            None,
            1.0,
            (ANSI,),
            (SCRIPT,),
            (Disagreement(SCRIPT, ANSI, QUOTES, OVERRIDE),),
        ),
    )
    return Report(
        study={"title": " ".join(HOSTILE), "doi": "javascript:alert(1)", SCRIPT: QUOTES},
        verdict=Verdict("fails", " ".join(HOSTILE), {"fail": 1, "unknown": 1}, {"critical": 1}, "major", 1),
        results=(result, waived, other),
        scores=(score,),
        provenance=Provenance(
            "0.1.0",
            {SCRIPT: ANSI},
            {SCRIPT: "sha256:0", OVERRIDE: ANSI},
            {SCRIPT: 1},
            {"os": ANSI},
            {"waive": {SCRIPT: ENDINGS}},
            f"radaudit audit {SCRIPT}{ANSI}",
            {"finished": SCRIPT},
        ),
    )


def large_report(findings: int = 40) -> Report:
    """Many failing checks with tables, every second with a scatter."""
    draw = random.Random(1)
    rows = [{"case": f"P{i:03d}", "reported": draw.random(), "extracted": draw.random()} for i in range(25)]
    points = tuple(draw.gauss(0, 1) for _ in range(500))
    scatter = Plot(
        "points", "Two readers", "first", "second", (Series("features", points, points[::-1]),), guide="identity"
    )
    results = tuple(
        make_result(
            f"features/check-{i}",
            Severity.MAJOR,
            f"Sentence number {i} is true.",
            [failed(f"Sentence number {i} is not true.", "not-true", rows=rows, plots=[scatter] if i % 2 else [])],
        )
        for i in range(findings)
    )
    verdict = Verdict("fails", f"{findings} checks fail.", {"fail": findings}, {"major": findings}, "major", 1)
    return Report({"title": "Large"}, verdict, results, (), provenance())
