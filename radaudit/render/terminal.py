"""The report for a terminal: what matters fits on the first screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from radaudit.core.finding import Finding, Outcome, Severity
from radaudit.core.report import Report, Result, Score
from radaudit.core.words import counted
from radaudit.render import grouping
from radaudit.render.cells import Grid, grid, number
from radaudit.render.glance import not_assessed, reason
from radaudit.render.text import one_line, shortened, spaced
from radaudit.render.words import LEVELS, OUTCOMES, WAIVED, State, gate

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_ROWS = 5
_MORE_ROWS = 50
_SENTENCES = 600  # signs of what a check says
_FINDINGS = 4
_WIDEST_CELL = 32
_COLOURS = {"fail": "red", "error": "magenta", "unknown": "yellow", "pass": "green", "na": "dim", "waived": "blue"}
_PLAIN = str.maketrans({"✓": "+", "✗": "x", "…": "...", "–": "-", "−": "-", "·": "|", "“": '"', "”": '"'})


def render_terminal(report: Report, console: Console, verbose: bool = False) -> None:
    """Print the verdict, then failures, what is unknown, what passed, and the scores.

    Text of the study is printed as text: neither the markup of rich nor escape sequences in it do anything.

    Parameters
    ----------
    verbose
        Whether to show more rows of each table, every finding with what else could explain it, and what passed with
        its title and the seconds that it took.
    """
    _Printer(console, verbose).report(report)


class _Printer:
    """Prints to one console, within its width and its encoding."""

    def __init__(self, console: Console, verbose: bool = False):
        self._console = console
        self._verbose = verbose

    def report(self, report: Report) -> None:
        self._verdict(report)
        for severity, results in grouping.failures(report):
            self._heading(severity.upper(), "fail")
            for result in results:
                self._failure(result)
        self._lines("COULD NOT BE RUN", "error", [(r.check, reason(r)) for r in grouping.having(report, Outcome.ERROR)])
        self._lines("WAIVED", "waived", [(r.check, r.waived) for r in grouping.waived(report)])
        self._unknown(report)
        passed = grouping.having(report, Outcome.PASS)
        if self._verbose:
            self._lines("PASSED", "pass", [(r.check, f"{r.title} ({r.seconds:.1f} s)") for r in passed])
        else:
            self._names("PASSED", "pass", passed)
        self._names("NOT APPLICABLE", "na", grouping.having(report, Outcome.NOT_APPLICABLE))
        self._scores(report.scores)
        self._closing(report)

    def _verdict(self, report: Report) -> None:
        from rich import box
        from rich.console import Group
        from rich.panel import Panel

        verdict, level = report.verdict, LEVELS[report.verdict.level]
        colour = _COLOURS[level.key]
        head = self._text(f"{level.symbol} {level.word.upper()}  ", f"bold {colour}")
        head.append_text(self._text(shortened(verdict.sentence, _SENTENCES)))
        counts = self._text("")
        for state, count, details in _counts(report):
            counts.append_text(self._text(" · " if counts else ""))
            counts.append_text(self._text(f"{count} {state.word.lower()}", _COLOURS[state.key]))
            counts.append_text(self._text(details))
        title = self._text(str(report.study.get("title", "Untitled study"))[:200])
        title.truncate(self._console.width - 8, overflow="ellipsis")
        foot = self._text(f"radaudit {report.provenance.radaudit} · gate: {gate(verdict.fail_on)}", "dim")
        panel = Panel(
            Group(head, self._text(""), counts, foot),
            title=title,
            title_align="left",
            border_style=colour,
            box=box.ROUNDED if self._rich_letters else box.ASCII,
        )
        self._console.print(panel)

    def _failure(self, result: Result) -> None:
        failing = [finding for finding in grouping.findings(result) if finding.outcome is Outcome.FAIL]
        self._console.print(self._text(f"✗ {result.check}", "bold"))
        most = len(failing) if self._verbose else _FINDINGS
        for finding in failing[:most]:
            self._finding(finding)
        if len(failing) > most:
            self._indented(self._text(f"and {len(failing) - most} more findings of this check", "dim"))
        if result.remedy:
            self._indented(self._text(f"Remedy: {shortened(result.remedy, _SENTENCES)}", "dim"))
        self._console.print()

    def _finding(self, finding: Finding) -> None:
        self._indented(self._text(shortened(finding.message, _SENTENCES)))
        places = [
            f"{place.path}:{place.lines}" if place.lines else place.path for place in grouping.places(finding.where)
        ]
        shown = ", ".join(shortened(one_line(place), 100) for place in places[:3])
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        about = " · ".join(filter(None, [finding.code, finding.tier.value, "known" * finding.known, shown + more]))
        self._indented(self._text(about, "cyan"))
        if finding.rows:
            self._table(grid(finding.rows, _MORE_ROWS if self._verbose else _ROWS))
        for text in finding.benign if self._verbose else ():
            self._indented(self._text(f"It could also be: {shortened(text, _SENTENCES)}", "dim"))

    def _table(self, shown: Grid) -> None:
        from rich.table import Table

        room, used, columns = self._console.width - 4, 0, 0
        for index, name in enumerate(shown.columns):
            cells = [_cell(spaced(name)), *(_cell(row[index].text) for row in shown.rows)]
            used += max(map(_width, cells)) + 2
            if used > room and columns:
                break
            columns += 1
        table = Table(box=None, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for name, numeric in list(zip(shown.columns, shown.numeric, strict=True))[:columns]:
            justify = "right" if numeric else "left"
            table.add_column(self._text(_cell(spaced(name))), justify=justify, overflow="fold", no_wrap=columns > 1)
        for row in shown.rows:
            table.add_row(*[self._text(_cell(cell.text)) for cell in row[:columns]])
        self._indented(table)
        left = [(shown.total - len(shown.rows), "row"), (len(shown.columns) - columns, "column")]
        rest = " and ".join(f"{count} more {what}{'s' * (count > 1)}" for count, what in left if count)
        if rest:
            self._indented(self._text(f"{rest} in the report", "dim"))

    def _lines(self, title: str, key: str, lines: list[tuple[str, str]]) -> None:
        if not lines:
            return
        self._heading(f"{title} {len(lines)}", key)
        for name, why in lines:
            line = self._text(f"{name}: ", "bold")
            line.append_text(self._text(shortened(why, _SENTENCES)))
            self._indented(line)
        self._console.print()

    def _unknown(self, report: Report) -> None:
        """By reason, with what to add, and the names of all checks that wait for it."""
        groups = not_assessed(report)
        if not groups:
            return
        self._heading(f"UNKNOWN {len(grouping.having(report, Outcome.UNKNOWN))}", "unknown")
        for group in groups:
            line = self._text(shortened(group.reason, _SENTENCES), "bold")
            if group.add:
                line.append_text(self._text(f" {shortened(group.add, _SENTENCES)}"))
            self._indented(line)
            names = ", ".join(result.check for result in group.results)
            self._indented(self._text(f"{counted(len(group.results), 'check')}: {names}", "dim"), 4)
        self._console.print()

    def _closing(self, report: Report) -> None:
        """The verdict again, because its beginning has left the screen, and where to go from here."""
        verdict, level = report.verdict, LEVELS[report.verdict.level]
        self._console.print()
        line = self._text(f"{level.symbol} {level.word.upper()}  ", f"bold {_COLOURS[level.key]}")
        line.append_text(self._text(shortened(verdict.sentence, _SENTENCES)))
        self._console.print(line)
        failed = [result.check for _, results in grouping.failures(report) for result in results]
        told = [f"'radaudit explain {failed[0]}' says what that check asks and how to mend it"] if failed else []
        if verdict.counts.get("unknown"):
            told.append("'radaudit plan STUDY' says what to add so that more can be answered")
        if told:
            self._console.print(self._text(f"Next: {'; '.join(told)}.", "dim"))

    def _names(self, title: str, key: str, results: list[Result]) -> None:
        if not results:
            return
        self._heading(f"{title} {len(results)}", key)
        self._indented(self._text(", ".join(result.check for result in results)))
        self._console.print()

    def _scores(self, scores: Iterable[Score]) -> None:
        scores = list(scores)
        if not scores:
            return
        self._heading("CHECKLISTS", "")
        for score in scores:
            figures = [
                ("claimed", score.claimed),
                ("supported", score.supported),
                ("not contradicted", score.not_contradicted),
            ]
            said = " · ".join(f"{name} {'–' if value is None else number(value)}" for name, value in figures)
            line = self._text(f"{score.title}  ", "bold")
            unit = "" if score.unit == "points" else f" {score.unit}"
            possible = f"possible {number(score.lowest)} to {number(score.highest)} of {number(score.maximum)}{unit}"
            line.append_text(self._text(f"{said} · {possible}"))
            self._indented(line)

    def _heading(self, title: str, key: str) -> None:
        self._console.print(self._text(title, f"bold {_COLOURS[key]}" if key else "bold"))

    def _indented(self, content: object, by: int = 2) -> None:
        from rich.padding import Padding

        self._console.print(Padding(content, (0, 0, 0, by), expand=False))

    @property
    def _rich_letters(self) -> bool:
        return self._console.encoding.lower().startswith("utf")

    def _text(self, text: str, style: str = "") -> Text:
        """Text that does nothing but stand there, in letters that the console has."""
        from rich.text import Text

        blank_ends = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        shown = blank_ends[0] + one_line(text) + blank_ends[1] if text.strip() else text
        if not self._rich_letters:
            encoding = self._console.encoding
            shown = shown.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
        # Appended, so that the style ends where this piece of a line does.
        return Text(overflow="fold").append(shown, style=style)


def _counts(report: Report) -> Iterable[tuple[State, int, str]]:
    """Counts of the verdict, failures with their severities; what there is none of is left out."""
    counts = report.verdict.counts
    for outcome, state in OUTCOMES.items():
        if not counts.get(outcome):
            continue
        by_severity = [(s, report.verdict.failures.get(s, 0)) for s in reversed(Severity)]
        graded = ", ".join(f"{count} {severity}" for severity, count in by_severity if count)
        yield state, counts[outcome], f" ({graded})" if outcome is Outcome.FAIL and graded else ""
    if counts.get("waived"):
        yield WAIVED, counts["waived"], ""


def _cell(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= _WIDEST_CELL else flat[: _WIDEST_CELL - 1] + "…"


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
