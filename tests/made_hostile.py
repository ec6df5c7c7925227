"""A study whose names and values attack whoever shows them: a terminal, a browser, a spreadsheet, a forge, a parser."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.made_repositories import table

SCRIPT = "<script>alert('owned')</script>"
IMAGE = "<img src=x onerror=alert(1)>"
QUOTES = "\"' onmouseover=alert(1) x='"
MARKDOWN = "[click](javascript:alert(1)) **bold** `code` | pipe | @someone #1"
ANSI = "\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b2J"
OVERRIDE = "\u202egnp.exe\u2066"
ARABIC = "\u0645\u0631\u064a\u0636 \u05d7\u05d5\u05dc\u05d4"
FORMULA = '=HYPERLINK("http://evil.example";"x")'
COMMAND = "::error file=a::owned %0A"
RICH = "[bold red]x[/] [link=https://evil.example]y[/]"
ENDINGS = "</style></title></script>--><!-- ]]> {{ 7*7 }} {% raw %}"
YAML = "- a: &x !!python/object:os.system"
ATTACKS = (SCRIPT, IMAGE, QUOTES, MARKDOWN, ANSI, OVERRIDE, ARABIC, FORMULA, COMMAND, RICH, ENDINGS, YAML)
HUGE = 131_000  # signs of one cell; a longer one is refused with its line


def write_hostile(root: Path, huge: int = HUGE) -> Path:
    """Twice as many cases as attacks, each an attack's name; half are also in the other set, so that much fails."""
    ids = [f"{own}{half}" for half in ("", " ") for own in ATTACKS]
    ids = [f"{own}{n}" for n, own in enumerate(ids)]
    twins = [f"p{n % 20}{ATTACKS[n % 12]}" for n in range(len(ids))]
    people = [
        {
            "case": case, "patient": patient, "outcome": n % 2, "site": ATTACKS[n % 3], "date": FORMULA, SCRIPT: 40 + n,
            "scan": ANSI + OVERRIDE, "set": ("train", RICH)[n % 3 == 0], "notes": "x" * (huge if n == 1 else 3),
        }
        for n, (case, patient) in enumerate(zip(ids, twins, strict=True))
    ]  # fmt: skip
    table(root, "cohort.csv", people)
    names = ["original_firstorder_Mean", "original_glcm_Contrast", SCRIPT, ANSI, FORMULA, OVERRIDE, MARKDOWN]
    values = [
        {"case": case} | {name: (n % 7) * 1.5 + k + (n == 3) * 1e3 for k, name in enumerate(names)}
        for n, case in enumerate(ids)
    ]
    values[5] |= dict.fromkeys(names[:2], "not a number" + SCRIPT + ANSI)
    table(root, "features.csv", values)
    table(root, "scores.csv", [{"case": case, "score": n / 30} for n, case in enumerate(ids)])
    code = root / "code" / f"a {COMMAND.replace('/', '')} <b>.py"
    code.parent.mkdir()
    code.write_text(f"import random\n# {SCRIPT} {ANSI} {OVERRIDE}\nx = open('/home/{QUOTES[0]}')\nrandom.shuffle([])\n")
    (root / "requirements.txt").write_text(f"numpy=={SCRIPT}\n{ANSI}\n")
    manifest = {
        "schema": "radaudit/1",
        "study": {"title": " ".join(ATTACKS), "task": "binary", "authors": [SCRIPT, ANSI], "notes": MARKDOWN + YAML},
        "cohort": {
            "table": "cohort.csv", "patient": "patient", "case": "case", "outcome": "outcome", "positive": 1,
            "site": "site", "scanner": "scan", "date": "date", "covariates": [SCRIPT],
            "split": {"column": "set", "train": ["train"], "test": [RICH]},
        },
        "features": {"table": "features.csv"},
        "models": [
            {
                "name": SCRIPT + ANSI + MARKDOWN, "features": names[:3],
                "predictions": "scores.csv",
            }
        ],
        "claims": [
            {"id": OVERRIDE, "model": SCRIPT + ANSI + MARKDOWN, "metric": "auc", "set": "test", "value": 0.99,
             "source": SCRIPT + ANSI}
        ],
        "code": {"include": ["code/*.py"], "requirements": "requirements.txt"},
    }  # fmt: skip
    (root / "radaudit.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=False), encoding="utf-8")
    return root
