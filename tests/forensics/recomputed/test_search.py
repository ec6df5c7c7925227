import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from radaudit.forensics.recomputed import recipe as recipes
from radaudit.forensics.recomputed.recipe import Recipe
from radaudit.forensics.recomputed.search import MOST_TRIED, search
from radaudit.forensics.recomputed.tables import EACH, Tables
from radaudit.harmonisation.implementations.all import IMPLEMENTATIONS, USUAL
from radaudit.harmonisation.implementations.asked import NotOffered
from tests.made_harmonised import ALL, TRAIN, made, output, printed, raw, side_by_side, train

DECLARED = Recipe(TRAIN, "site")


def told(after, declared=DECLARED, **given):
    """Rows, covariates and options of what gives the table."""
    found = search(side_by_side(after, **given), declared)
    return list(
        dict.fromkeys((own.recipe.rows, own.recipe.covariates, own.recipe.method.in_words()) for own in found.met)
    )


@pytest.mark.parametrize(
    ("after", "rows", "covariates", "words"),
    [
        (made(), ALL, (), "ComBat"),
        (made(train()), TRAIN, (), "ComBat"),
        (made(grade=True), ALL, ("grade",), "ComBat"),
        (made(train(), old=True) / 7, TRAIN, ("age",), "ComBat"),
        (made(train(), empirical_bayes=False), TRAIN, (), "ComBat without empirical Bayes"),
        (made(reference="C"), ALL, (), "ComBat, reference batch 'C'"),
        (output("neurocombat"), ALL, (), "ComBat"),
        (output("neurocombat_frame"), ALL, (), "ComBat"),
        (output("neurocombat_means"), ALL, (), "ComBat, means only"),
        (output("neurocombat_nonparametric"), ALL, (), "ComBat with a non-parametric prior"),
    ],
)
def test_rows_covariates_and_options_come_out(after, rows, covariates, words):
    assert told(after) == [(rows, covariates, words)]


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("plain", "ComBat"),
        ("covariates", "ComBat"),
        ("mean_only", "ComBat, means only"),
        ("reference", "ComBat, reference batch 'B'"),
        ("nonparametric", "ComBat with a non-parametric prior"),
    ],
)
def test_what_r_computes_comes_out_of_few_rows(variant, words):
    """Outputs of Bioconductor's sva on 19 rows, too few for the tables to tell the batch by themselves."""
    folder = Path(__file__).parents[2] / "harmonisation/fixtures"
    with (folder / "made.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    values = np.array([[float(row[f"f{k}"]) for k in range(12)] for row in rows])
    after = np.array(json.loads((folder / "combat.json").read_text())[variant])
    kept = {
        "age": np.array([[float(row["age"])] for row in rows]),
        "sex": np.array([[float(row["sex"] == rows[0]["sex"])] for row in rows]),
    }
    nothing, half = np.zeros(values.shape), np.arange(len(rows)) % 3 > 0
    tables = Tables(
        values, after, nothing, nothing, {"site": tuple(row["site"] for row in rows)}, kept,
        {ALL: np.ones(len(rows), dtype=bool), TRAIN: half}, tuple(np.where(half, "train", "test")),
    )  # fmt: skip
    covariates = () if variant == "plain" else ("age", "sex")
    [met] = {own.recipe for own in search(tables, Recipe(TRAIN, "site", covariates)).met if own.recipe.by == USUAL}
    assert (met.rows, met.covariates, met.method.in_words()) == (ALL, covariates, words)


def test_each_set_by_itself():
    after = made(train())
    after[~train()] = made(~train())[~train()]
    assert told(after) == [(EACH, (), "ComBat")]


@pytest.mark.parametrize(("rows", "name"), [(None, ALL), (train(), TRAIN)])
def test_three_digits_tell_the_rows_still(rows, name):
    after, half = printed(made(rows, grade=True), 3)
    assert told(after, half=half) == [(name, ("grade",), "ComBat")]


def test_what_can_not_be_told_apart_is_said():
    for step, rows, several in ((1.0, {ALL}, {(), ("grade",), ("age",)}), (2.0, {ALL, TRAIN, EACH}, {(), ("grade",)})):
        coarse = np.round(made() / step) * step
        found = told(coarse, half=np.full(coarse.shape, step / 2))
        assert {own[0] for own in found} == rows
        assert {own[1] for own in found} >= several


def test_nothing_gives_another_table_and_the_search_ends():
    found = search(side_by_side(raw() ** 3), DECLARED)
    assert (found.link.kind, found.met) == ("other", ())
    assert 3 <= found.tried <= MOST_TRIED
    assert found.near[0].close.off == min(own.close.off for own in found.near) > 0.1


def test_another_program_is_named(monkeypatch):
    """Its output is played back, so that the program itself need not be there."""

    def played(asked):
        if len(asked.table) < 42 or not asked.fitted.all() or asked.method.in_words() != "ComBat":
            raise NotOffered("not asked for here")
        return output("inmoose")

    there = replace(IMPLEMENTATIONS["inmoose"], module="numpy", harmonise=played)
    monkeypatch.setattr("radaudit.forensics.recomputed.recipe.IMPLEMENTATIONS", {**IMPLEMENTATIONS, "inmoose": there})
    monkeypatch.setattr("radaudit.forensics.recomputed.search.IMPLEMENTATIONS", recipes.IMPLEMENTATIONS)
    [met] = search(side_by_side(output("inmoose")), DECLARED).met
    assert (met.recipe.by, met.recipe.rows) == ("inmoose", ALL)
    [met] = search(side_by_side(output("neurocombat")), DECLARED).met
    assert met.recipe.by == USUAL


def test_without_the_program_the_closest_is_shown():
    found = search(side_by_side(output("inmoose")), DECLARED)
    if not IMPLEMENTATIONS["inmoose"].installed:
        assert found.met == ()
        assert "pip install" in found.left["inmoose"]
        assert found.near[0].recipe.rows == ALL
        assert 0.01 < found.near[0].close.off < 0.03  # the population variance in its prior
