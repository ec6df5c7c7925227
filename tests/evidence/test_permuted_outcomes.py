import numpy as np
import pytest

from tests.made_commands import asked, commanded, selecting, written


def permuted(make_study, script, probes=48, **options):
    [own] = asked(commanded(make_study, **options), "permuted_outcomes", script, probes)[0]
    return own


def test_selection_on_all_cases_is_seen_and_on_training_cases_is_not(make_study):
    leaky, sound = (permuted(make_study, selecting(own)).free for own in (True, False))
    assert leaky.sets[0].race.verdict == "above"
    assert leaky.sets[0].mean > 0.55
    assert leaky.runs == len(leaky.sets[0].found) == 8
    assert sound.sets[0].race.verdict == "below"
    assert sound.sets[0].mean == pytest.approx(0.5, abs=0.03)
    assert sound.altered == "outcomes among patients"


def test_the_runs_are_bounded_and_nothing_is_claimed_then(make_study):
    own = permuted(make_study, selecting(False), probes=8, test=20).free
    assert (own.runs, own.sets[0].race.verdict) == (8, "open")


def by_site(tables):
    """The share of events of each site, from the training cases."""
    people = tables["cohort.csv"]
    train = [row for row in people if row["set"] == "train"]
    share = {site: np.mean([float(row["label"]) for row in train if row["site"] == site]) for site in "AB"}
    return written(people, [share[row["site"]] for row in people])


def test_a_model_of_sites_is_told_from_one_that_saw_outcomes(make_study):
    own = permuted(make_study, by_site, sites=lambda number, label: "AB"[label if number % 4 else number % 8 // 4])
    assert own.free.sets[0].race.verdict == "below"
    assert own.within.sets[0].race.verdict == "above"
    assert own.within.sets[0].mean > 0.8


def test_a_command_that_reads_other_tables_is_not_judged(make_study):
    own = permuted(make_study, lambda tables: written(tables["cohort.csv"], [0.1 + n / 200 for n in range(120)]))
    assert "reads other tables" in own.free.problem
    assert own.within is None


@pytest.mark.parametrize(("heeds", "said"), [(True, ""), (False, "doesn't read the declared split")])
def test_a_command_that_divides_the_cases_itself_is_not_accused(make_study, heeds, said):
    def script(tables):
        if not heeds:  # half of each class, in the order of the table
            seen = {"0": 0, "1": 0}
            for row in tables["cohort.csv"]:
                seen[row["label"]] += 1
                row["set"] = "train" if seen[row["label"]] % 2 else "test"
        return selecting(True, told=False)(tables)

    own = permuted(make_study, script).free
    assert said in own.problem
    assert bool(own.problem) != heeds


def test_runs_that_break_are_counted_or_end_it(make_study):
    def fragile(often):
        runs = iter(range(1000))

        def script(tables):
            if (number := next(runs)) > 1 and number % often == 0:
                raise ArithmeticError("no feature was selected")
            return selecting(True)(tables)

        return script

    own = permuted(make_study, fragile(4)).free
    assert own.failed >= 2
    assert own.said == "no feature was selected"
    assert "it broke in 8 of 8 runs" in permuted(make_study, fragile(1)).free.problem
