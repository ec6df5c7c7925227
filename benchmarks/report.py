"""How long a large study takes by `--quick`, and how long its report takes to write and to use.

    uv run python benchmarks/report.py [--out DIR] [--jobs N]   # prints times and the report's size
    uv run python benchmarks/report.py --browser node_modules   # and times filter and sort in Chromium

The study is made: 500 cases with 1,500 features, two sets, three sites, one model; tables and code, no images.
`--browser` is the folder in which `npm install playwright-core` put it: typing into the filter, clearing it, and
sorting the longest table are timed until the next frame is drawn, as medians of nine. `--report` takes a report.json
instead of an audit.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:] = [
    str(ROOT),
    *(path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent.resolve()),
]

from radaudit.core.report import Report  # noqa: E402
from radaudit.features.ibsi.catalogue import ibsi_features  # noqa: E402
from radaudit.output import read_report, renderers  # noqa: E402
from radaudit.session import Session, opened  # noqa: E402

CASES, FEATURES = 500, 1500
TIMES = 3

MANIFEST = """\
schema: radaudit/1
study: {title: "Made cases, only to be many", task: binary}
cohort:
  {table: cohort.csv, patient: case, case: case, outcome: outcome, positive: 1, site: site, covariates: [age],
   split: {column: set, train: [train], test: [test]}}
features: {table: features.csv}
models:
  - {name: signature, estimator: "code/model.py:build", clinical: [age]}
claims:
  - {id: auc, model: signature, metric: auc, set: test, value: 0.99, source: Abstract}
code: {include: ["code/**/*.py"]}
"""
MODEL = """\
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def build():
    return make_pipeline(StandardScaler(), SelectKBest(k=20), LogisticRegression(max_iter=1000))
"""

SCRIPT = """
import { createRequire } from 'module';
const { chromium } = createRequire(process.argv[2] + '/')('playwright-core');
const b = await chromium.launch({ executablePath: process.argv[4], args: ['--no-sandbox'] });
const p = await b.newPage({ viewport: { width: 1280, height: 900 } });
const started = performance.now();
await p.goto('file://' + process.argv[3]);
const load = performance.now() - started;
const times = await p.evaluate(async () => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
  const timed = async work => { const t = performance.now(); work(); await frame(); return performance.now() - t; };
  const median = list => list.sort((a, b) => a - b)[list.length >> 1];
  const field = document.querySelector('input[type=search]');
  const say = text => () => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); };
  const tables = [...document.querySelectorAll('table.sortable')];
  const longest = tables.reduce((a, b) => b.rows.length > a.rows.length ? b : a);
  const found = { filter: [], clear: [], sort: [], rows: longest.rows.length - 1 };
  longest.closest('details').open = true;
  await frame();
  for (let n = 0; n < 9; n++) {
    found.filter.push(await timed(say('leakage')));
    found.clear.push(await timed(say('')));
    found.sort.push(await timed(() => longest.querySelectorAll('th button')[n % 2].click()));
  }
  for (const name of ['filter', 'clear', 'sort']) found[name] = median(found[name]);
  return found;
});
console.log(JSON.stringify({ load, ...times }));
await b.close();
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "radaudit-large-report")
    parser.add_argument("--browser", type=Path, help="node_modules with playwright-core")
    parser.add_argument("--report", type=Path, help="a report.json")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    report = read_report(given.report) if given.report else audited(given.out / "study", given.jobs)
    render = renderers(["html"])["html"]
    (given.out / "report.json").write_text(report.to_json(), encoding="utf-8")
    spent = []
    for _ in range(TIMES):
        started = time.perf_counter()
        text = render(report)
        spent.append(time.perf_counter() - started)
    page = given.out / "report.html"
    page.write_text(text, encoding="utf-8")
    print(f"{len(report.results)} checks, {sum(len(r.findings) for r in report.results)} findings, "
          f"{sum(len(f.rows) for r in report.results for f in r.findings):,} rows of evidence")  # fmt: skip
    print(f"rendered in {min(spent):.2f} s (first time {spent[0]:.2f} s); {page.stat().st_size / 1e6:.2f} MB: {page}")
    if given.browser:
        found = in_browser(page, given.browser.resolve())
        print(f"Chromium: opened in {found['load']:.0f} ms; filter {found['filter']:.0f} ms, cleared "
              f"{found['clear']:.0f} ms; {found['rows']} rows sorted in {found['sort']:.0f} ms")  # fmt: skip


def in_browser(page: Path, modules: Path) -> dict:
    """Milliseconds, as the page's own clock has them."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None or shutil.which("node") is None:
        sys.exit("Chromium and node are needed to time the page")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "time.mjs"
        script.write_text(SCRIPT, encoding="utf-8")
        command = ["node", str(script), str(modules), str(page.resolve()), browser]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    return json.loads(done.stdout)


def audited(root: Path, jobs: int) -> Report:
    """A made study of tables and code alone, audited by `--quick --trust` from an empty store."""
    write_study(root)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as store:
        report = opened(Session(root, trust=True, quick=True, jobs=jobs, store=Path(store)))
    print(f"audited in {time.perf_counter() - started:.0f} s with {jobs} processes: {report.verdict.sentence}")
    return report


def write_study(root: Path) -> None:
    """Features in correlated families, an outcome that some of them tell, three sites, two sets."""
    draw = np.random.default_rng(1)
    families = draw.normal(size=(CASES, FEATURES // 10))
    table = np.repeat(families, 10, axis=1) + 0.5 * draw.normal(size=(CASES, FEATURES))
    outcome = (families[:, :3].sum(axis=1) + draw.normal(size=CASES) > 0).astype(int)
    cases = [f"C{n:03d}" for n in range(CASES)]
    sets = ["train" if n < 0.7 * CASES else "test" for n in range(CASES)]
    people = zip(cases, outcome, draw.integers(30, 90, CASES), draw.choice(["A", "B", "C"], CASES), sets, strict=True)
    (root / "code").mkdir(parents=True, exist_ok=True)
    _write(root / "cohort.csv", [("case", "outcome", "age", "site", "set"), *people])
    values = ([case, *(f"{own:.8g}" for own in row)] for case, row in zip(cases, table.tolist(), strict=True))
    _write(root / "features.csv", [("case", *feature_names()), *values])
    (root / "code" / "model.py").write_text(MODEL)
    (root / "radaudit.yaml").write_text(MANIFEST)


def feature_names() -> list[str]:
    """Names as pyradiomics has them, original image first."""
    images = ["original", *(f"wavelet-{a}{b}{c}" for a in "LH" for b in "LH" for c in "LH"), "square", "squareroot"]
    images += ["logarithm", "exponential", "gradient", *(f"log-sigma-{n}-0-mm-3D" for n in range(1, 9))]
    own = [feature.feature for feature in ibsi_features() if not feature.instead]
    names = [f"{image}_{name}" for image in images for name in own if image == "original" or "shape" not in name]
    return names[:FEATURES]


def _write(path: Path, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)


if __name__ == "__main__":
    main()
