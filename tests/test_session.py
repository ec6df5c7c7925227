import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

import radaudit
from radaudit.core.errors import PolicyError, UsageError
from radaudit.progress import Bars
from radaudit.session import Session, default_store, planned


def test_results_are_kept_where_the_environment_says(monkeypatch):
    monkeypatch.setenv("RADAUDIT_STORE", "/somewhere")
    assert default_store() == Path("/somewhere")
    monkeypatch.delenv("RADAUDIT_STORE")
    assert default_store().name == "store"
    assert "radaudit" in default_store().parts


def test_an_audit_from_python(make_study, tmp_path):
    made = make_study()
    report = radaudit.audit(str(made.root), select=["leakage/*"], jobs=1, store=str(tmp_path / "store"))
    assert {result.family for result in report.results} == {"leakage"}
    assert radaudit.audit(made.manifest, select=["leakage/*"], jobs=1).results[0].check == report.results[0].check


def test_a_policy_that_is_not_there(make_study, tmp_path):
    with pytest.raises(PolicyError, match="there is no policy file"):
        radaudit.audit(make_study().root, tmp_path / "policy.yaml")


def test_a_store_that_can_not_be_written_is_found_out_before_the_work(make_study, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="results can't be written to"):
        radaudit.audit(make_study().root, store=tmp_path / "file/store")


class TestProgress:
    def drawn(self, shown, terminal, done=2):
        console = Console(record=True, force_terminal=terminal, file=open("/dev/null", "w"), width=100)
        with Bars(console, shown) as bars:
            bars.start("Extracting", 5, done)
            bars.advance()
            bars.finish()
        return console.export_text()

    def test_a_line_where_there_is_no_terminal(self):
        assert self.drawn(True, False) == "Extracting: 3 to do, 2 done before\n"
        assert self.drawn(True, False, done=0) == "Extracting: 5 to do\n"

    def test_a_long_round_says_once_how_much_longer_it_takes(self, monkeypatch):
        moments = iter([0.0, 22.0, 25.0, 60.0, 70.0, 80.0])
        monkeypatch.setattr("radaudit.progress.time", SimpleNamespace(monotonic=lambda: next(moments)))
        console = Console(record=True, force_terminal=False, file=open("/dev/null", "w"), width=100)
        with Bars(console) as bars:
            bars.start("Perturbing", 20, 0)
            for _ in range(5):
                bars.advance()
        assert console.export_text() == "Perturbing: 20 to do\nPerturbing: 18 left, about 4 min\n"

    def test_nothing_when_quiet_or_when_all_is_done(self):
        assert self.drawn(False, False) == ""
        assert self.drawn(True, False, done=5) == ""

    def test_a_terminal_shows_which_check_is_asked(self):
        console = Console(record=True, force_terminal=True, file=open("/dev/null", "w"), width=100)
        with Bars(console) as bars:
            for number, name in enumerate(["leakage/first", "leakage/second"], start=1):
                bars.ask(name, number, 2)
            bars.start("Extracting", 5, 0)
            shown = bars._progress.get_renderable()
            console.print(shown)
        text = console.export_text()
        assert "leakage/second" in text
        assert "1/2" in text
        assert "Extracting" in text

    def test_a_terminal_is_left_clean(self):
        assert "to do" not in self.drawn(True, True)


def test_the_plain_way_through_pyradiomics_is_taken_and_told(make_study, tmp_path):
    root = make_study(images=True).root
    told = {}
    for exact in (False, True):
        report = radaudit.audit(
            root, exact=exact, jobs=1, select=["features/all-cases-extracted"], store=tmp_path / "store"
        )
        assert report.provenance.run["jobs done"]["Extract"] > 0  # the other way's results are not taken for its own
        (finding,) = [own for own in report.results[0].findings if "extractor" in own.values]
        told[exact] = finding.values["extractor"]
        assert ("--exact-pyradiomics" in report.provenance.command) is exact
    assert told[True] == "plain pyradiomics"
    assert told[False] != told[True]


class TestCluster:
    def test_it_is_no_part_of_the_command_because_it_changes_no_report(self):
        assert Session(Path("study"), cluster="tcp://here:8786").command == Session(Path("study")).command

    def test_a_number_of_processes_contradicts_it(self, make_study):
        with pytest.raises(UsageError, match="--jobs and --cluster exclude each other"):
            radaudit.audit(make_study().root, jobs=2, cluster="tcp://here:8786")

    def test_a_plan_asks_the_same_workers(self, make_study, tmp_path, monkeypatch):
        """They are counted and timed, and what keeps an audit from them keeps the plan too."""

        class Seven:
            workers = 7

            def __init__(self, address):
                if address != "tcp://here:8786":
                    raise UsageError("nobody answers there")

            def __call__(self, jobs):
                return iter(())

            def close(self):
                pass

        monkeypatch.setattr("radaudit.session.Cluster", Seven)
        asked = Session(make_study().root, select=["leakage/*"], cluster="tcp://here:8786", store=tmp_path)
        assert planned(asked, timing=False).workers == 7
        with pytest.raises(UsageError, match="nobody answers"):
            planned(replace(asked, cluster="tcp://there:1"), timing=False)
        with pytest.raises(UsageError, match="exclude each other"):
            planned(replace(asked, jobs=2))

    def test_without_dask_it_says_what_to_install(self, make_study, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "distributed", None)
        with pytest.raises(UsageError, match=r"install it by pip install 'radaudit\[cluster\]'"):
            radaudit.audit(make_study().root, cluster="tcp://here:8786", store=tmp_path)
