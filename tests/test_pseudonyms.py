import pytest

from radaudit.core.finding import Location, Outcome, Severity, Tier, failed
from radaudit.core.plot import Plot, Series
from radaudit.core.report import Provenance, Report, Result, Verdict
from radaudit.pseudonyms import Pseudonyms, is_telling


def report(*findings, files=None):
    result = Result("fake/check", Outcome.FAIL, Severity.MAJOR, "Title.", "Why.", "Remedy.", (), tuple(findings))
    verdict = Verdict("fails", "One of 12 checks fails.", {}, {}, "major", 1)
    provenance = Provenance("0", {}, files or {}, {}, {}, {})
    return Report({"title": "A study"}, verdict, (result,), (), provenance)


def hidden(pseudonyms, **details):
    made = pseudonyms.hide(report(failed(details.pop("message", "wrong"), code="wrong", **details)))
    return made.results[0].findings[0]


class TestNames:
    def test_patients_are_numbered_in_the_order_of_the_table_and_their_cases_from_one(self):
        made = Pseudonyms.of_cohort(["b", "a1", "a2", "lone"], ["B", "A", "A", None])
        assert made.names == {"b": "P01", "B": "P01", "a1": "P02.1", "a2": "P02.2", "A": "P02", "lone": "C01"}

    def test_a_case_named_as_its_patient_is_one(self):
        assert Pseudonyms.of_cohort(["x", "y"], ["x", "y"]).names == {"x": "P01", "y": "P02"}

    def test_ids_that_only_other_tables_know(self):
        assert Pseudonyms.of_cohort(["x"], [None], ["y", "x", "y", "z"]).names == {"x": "C01", "y": "X01", "z": "X02"}

    def test_names_are_as_wide_as_the_cohort_is_long(self):
        cases = [f"case-{n}" for n in range(1200)]
        names = Pseudonyms.of_cohort(cases, cases).names
        assert names["case-0"] == "P0001"
        assert len(set(names.values())) == 1200

    @pytest.mark.parametrize(("name", "telling"), [
        ("LUNG1-001", True), ("4711082", True), ("lung1", True), ("12", False), ("2021", False), ("T2", False),
        ("control", False),
    ])  # fmt: skip
    def test_what_can_be_told_from_a_word(self, name, telling):
        assert is_telling(name) is telling


class TestHiding:
    numbers = Pseudonyms.of_cohort(["1", "2", "12"], ["1", "2", "12"])
    names = Pseudonyms.of_cohort(
        ["MRN-4711", "Müller_1960"],
        ["MRN-4711", "Müller_1960"],
        paths={"ct/MRN-4711/image.nrrd"},
        plain=["ct/{case}/image.nrrd"],
    )

    def test_cells_of_columns_of_ids_whatever_they_look_like(self):
        rows = [{"case": "1", "other case": "12", "test": "2, 12", "value": "1", "cases": 2}]
        assert hidden(self.numbers, rows=rows).rows == (
            {"case": "P01", "other case": "P03", "test": "P02, P03", "value": "1", "cases": 2},
        )

    def test_a_column_of_a_set_may_hold_numbers(self):
        assert hidden(self.numbers, rows=[{"test": "77"}]).rows == ({"test": "77"},)

    def test_numbers_in_sentences_stay(self):
        assert hidden(self.numbers, message="1 of 12 cases.").message == "1 of 12 cases."

    def test_telling_ids_go_everywhere(self):
        place = Location("ct/MRN-4711/image.nrrd", 3)
        plot = Plot("strip", "MRN-4711", "x", "", (Series("MRN-4711", (1.0,), (0.0,)),), labels=("Müller_1960",))
        made = hidden(
            self.names,
            message="The slices of MRN-4711 are mixed.",
            where=[place],
            benign=["Müller_1960 was scanned twice."],
            rows=[{"MRN-4711": 1, "file": "ct/MRN-4711/image.nrrd", "what": "x of MRN-4711, y"}],
            plots=[plot],
            tier=Tier.TESTED,
        )
        assert "4711" not in str(made)
        assert "1960" not in str(made)
        assert made.message == "The slices of P01 are mixed."
        assert made.where == (Location("ct/P01/image.nrrd", 3),)
        assert made.tier is Tier.TESTED
        assert made.outcome is Outcome.FAIL

    def test_parts_of_longer_words_are_no_ids(self):
        assert hidden(self.names, message="MRN-47110 and XMRN-4711").message == "MRN-47110 and XMRN-4711"

    def test_short_ids_in_the_paths_of_images(self):
        pseudonyms = Pseudonyms.of_cohort(["1"], ["1"], paths={"scans/1/ct.nii"}, plain=["scans/{case}/ct.nii"])
        made = pseudonyms.hide(report(files={"scans/1/ct.nii": "sha256:00", "data/1/cohort.csv": "sha256:01"}))
        assert set(made.provenance.files) == {"scans/P01/ct.nii", "data/1/cohort.csv"}
        assert hidden(pseudonyms, message="scans/1/ct.nii is damaged.").message == "scans/P01/ct.nii is damaged."

    def test_strangers_in_columns_of_ids_are_numbered_as_they_come(self):
        rows = [{"case": "unheard"}, {"case": "1"}, {"case": "unheard"}, {"case": "else"}]
        assert [row["case"] for row in hidden(self.numbers, rows=rows).rows] == ["X01", "P01", "X01", "X02"]

    def test_the_report_says_how_its_names_were_made(self):
        assert "cohort table" in self.numbers.hide(report()).study["names"]


def test_an_audit_hides_ids_unless_asked_to_show_them(make_study):
    study = make_study(features=lambda rows: rows[:-1])
    hidden = study.audit(select=["cohort/case-ids-agree"], show_ids=False)
    shown = study.audit(select=["cohort/case-ids-agree"])
    found = [{str(row["case"]) for own in made.results[0].findings for row in own.rows} for made in (hidden, shown)]
    assert found == [{"P12"}, {"c12"}]
    assert "names" in hidden.study
    assert "names" not in shown.study


class TestPaths:
    def named(self, *paths, plain=("scans/{image}",), files=None):
        return Pseudonyms.of_cohort(["A-1", "Amsel_b"], ["A-1", "Amsel_b"], paths=paths, plain=plain, files=files)

    def test_pieces_that_nobody_declared_become_x(self):
        made = self.named("scans/Fink/19470815_A-1_mask.nii.gz")
        assert hidden(made, where=[Location("scans/Fink/19470815_A-1_mask.nii.gz")]).where == (
            Location("scans/x/x_P01_mask.nii.gz"),
        )

    def test_paths_and_names_of_files_in_sentences(self):
        made = self.named("scans/Fink/Amsel_b_left.nrrd", files={"IM_Fink_7.dcm": "file 7"})
        said = "Amsel_b_left.nrrd is damaged; scans/Fink/Amsel_b_left.nrrd too; IM_Fink_7.dcm is cut short; left stays."
        assert hidden(made, message=said).message == (
            "P02_x.nrrd is damaged; scans/x/P02_x.nrrd too; file 7 is cut short; left stays."
        )

    def test_ids_of_letters_where_they_can_be_told_from_words(self):
        made = self.named()
        assert hidden(made, message="The case 'Amsel_b' is not Amsel_b.").message == "The case 'P02' is not Amsel_b."
        assert hidden(made, rows=[{"of": "Amsel_b"}]).rows == ({"of": "P02"},)
