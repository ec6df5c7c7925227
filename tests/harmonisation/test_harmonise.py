"""What goes in and what comes out: rows, batches, covariates, and each known trap."""

import numpy as np
import pytest

from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import CannotHarmonise, Method

RNG = np.random.default_rng(8)
SITE = np.array(["A", "B", "C"] * 14)
AGE, SEX = RNG.integers(40, 80, 42).astype(float), RNG.choice(["f", "m"], 42)
TABLE = (
    RNG.normal(5, 1, (42, 11)) + (SITE == "B")[:, None] * RNG.normal(0, 2, 11) + np.outer(AGE, RNG.normal(0, 0.1, 11))
)
KEPT = {"age": AGE, "sex": SEX}
TRAIN = np.arange(30)
METHODS = [
    Method(),
    Method(empirical_bayes=False),
    Method(parametric=False),
    Method(mean_only=True),
    Method(reference="C"),
    Method(smooth=("age",)),
    Method("standardised"),
    Method("none"),
]


def of(covariates, rows):
    return {name: values[rows] for name, values in covariates.items()}


def fitted(method=None, rows=TRAIN, table=TABLE, covariates=KEPT):
    return fit(table[rows], SITE[rows], of(covariates, rows), method or Method())


@pytest.mark.parametrize("method", METHODS, ids=Method.in_words)
def test_a_row_has_the_same_bits_alone_and_among_others(method):
    table = TABLE[:, : 2 if method.smooth else 11]  # smooth terms take long
    own = fitted(method, table=table)
    together = own.transform(table, SITE, KEPT)
    alone = [own.transform(table[[row]], SITE[[row]], of(KEPT, [row])) for row in range(42)]
    assert (np.vstack(alone) == together).all()


@pytest.mark.parametrize("method", [*METHODS[:5], METHODS[6]], ids=Method.in_words)
def test_the_order_of_features_and_rows_means_nothing(method):
    plain = fitted(method).transform(TABLE, SITE, KEPT)
    columns, rows = RNG.permutation(11), RNG.permutation(TRAIN)
    turned = fitted(method, table=TABLE[:, columns]).transform(TABLE[:, columns], SITE, KEPT)
    assert turned == pytest.approx(plain[:, columns], rel=1e-9)
    assert fitted(method, rows).transform(TABLE, SITE, KEPT) == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("method", METHODS, ids=Method.in_words)
def test_one_batch_is_the_identity_and_nothing_is_changed_in_place(method):
    before = TABLE.copy()
    own = fit(TABLE, ["C"] * 42, KEPT, method)
    made = own.transform(TABLE, ["C"] * 42, KEPT)
    assert (made == TABLE).all()
    assert made is not TABLE
    if not method.smooth:
        fitted(method).transform(TABLE, SITE, KEPT)
    assert (before == TABLE).all()


def test_no_harmonisation_gives_back_what_it_is_given():
    own = fitted(Method("none"))
    assert (own.transform(TABLE, ["elsewhere"] * 42) == TABLE).all()
    assert (own.notes, own.untouched) == ((), tuple(range(11)))


def test_what_is_held_out_is_not_learnt_from():
    other = TABLE.copy()
    other[30:] *= 7
    one, two = (fitted(table=table).transform(TABLE, SITE, KEPT) for table in (TABLE, other))
    assert (one == two).all()


def test_rows_of_a_batch_that_is_not_there_do_not_stop_the_others():
    held = SITE != "A"
    made = fitted().transform(TABLE[held], SITE[held], of(KEPT, held))
    assert (made == fitted().transform(TABLE, SITE, KEPT)[held]).all()


class TestUnseen:
    ROWS = np.flatnonzero(SITE != "C")

    def test_refused_by_default(self):
        with pytest.raises(CannotHarmonise, match=r"batch 'C' was not learnt from \(known: 'A', 'B'\)"):
            fitted(rows=self.ROWS).transform(TABLE, SITE, KEPT)

    def test_left_as_they_are(self):
        made = fitted(rows=self.ROWS).transform(TABLE, SITE, KEPT, unseen="leave")
        assert (made[SITE == "C"] == TABLE[SITE == "C"]).all()
        assert (made[SITE == "A"] != TABLE[SITE == "A"]).all()

    @pytest.mark.parametrize("method", METHODS[:4], ids=Method.in_words)
    def test_estimated_from_their_own_rows(self, method):
        own = fitted(method, self.ROWS)
        made = own.transform(TABLE + 3.0 * (SITE == "C")[:, None], SITE, KEPT, unseen="estimate")
        shifted = np.abs(made[SITE == "C"].mean(axis=0) - made[SITE != "C"].mean(axis=0))
        assert shifted.mean() < 1.0
        assert (made[SITE != "C"] == own.transform(TABLE, SITE, KEPT, unseen="leave")[SITE != "C"]).all()

    def test_each_batch_by_itself_needs_nothing_else(self):
        made = fitted(Method("standardised"), self.ROWS).transform(TABLE, SITE, unseen="estimate")
        assert made[SITE == "C"].mean(axis=0) == pytest.approx(np.zeros(11), abs=1e-12)
        assert made[SITE == "C"].std(axis=0) == pytest.approx(np.ones(11))

    def test_one_row_tells_nothing_of_its_batch(self):
        with pytest.raises(CannotHarmonise, match="one row"):
            fitted(rows=self.ROWS).transform(TABLE[[2]], SITE[[2]], of(KEPT, [2]), unseen="estimate")


class TestTraps:
    def test_features_that_tell_nothing_stay_as_they_are(self):
        table = np.column_stack([TABLE, np.zeros(42), np.where(SITE == "A", 1.0, TABLE[:, 0]), AGE * 2, TABLE[:, 1]])
        table[SITE == "B", 14] = np.nan
        own = fitted(table=table)
        made = own.transform(table, SITE, KEPT)
        assert own.untouched == (11, 12, 13, 14)
        assert np.array_equal(made[:, 11:], table[:, 11:], equal_nan=True)
        assert made[:, :11] == pytest.approx(fitted().transform(TABLE, SITE, KEPT))
        for what in ("empty in more than a fifth", "one value in all rows", "one value in a batch", "no variance left"):
            assert sum(what in note for note in own.notes) == 1

    def test_an_empty_cell_stays_empty_and_spoils_nothing(self):
        table = TABLE.copy()
        table[3, 2] = np.inf
        table[33, 5] = np.nan
        made = fitted(table=table).transform(table, SITE, KEPT)
        assert (np.isfinite(made) == np.isfinite(table)).all()
        assert np.abs(made - fitted().transform(TABLE, SITE, KEPT))[np.isfinite(made)].max() < 0.1

    def test_a_batch_of_one_row_counts_as_unseen_and_one_of_two_is_named(self):
        site = np.where(np.arange(42) == 4, "lone", np.where(np.isin(np.arange(42), [7, 9]), "pair", SITE))
        own = fit(TABLE, site, KEPT, Method())
        assert own.batches == ("A", "B", "C", "pair")
        assert own.notes == (
            "Batch 'lone' has one row, which shows no spread: it was left out and counts as unseen.",
            "What is known of 'pair' rests on two rows.",
        )
        with pytest.raises(CannotHarmonise, match="'lone' was not learnt from"):
            own.transform(TABLE, site, KEPT)
        assert (own.transform(TABLE, site, KEPT, unseen="leave")[4] == TABLE[4]).all()
        assert "lone" in fit(TABLE, site, KEPT, Method(mean_only=True)).batches
        everybody = fit(TABLE[:3], ["a", "b", "c"], {}, Method())
        assert "Batches 'a', 'b', 'c' have one row each" in everybody.notes[0]
        assert (everybody.transform(TABLE[:3], ["a", "b", "c"]) == TABLE[:3]).all()

    @pytest.mark.parametrize(
        ("covariates", "match"),
        [
            ({"scanner": np.where(SITE == "A", "old", "new")}, "'scanner' can't be told from the batch"),
            ({"age": AGE, "born": 2020 - AGE}, "'born' can't be told from the batch and the covariates before"),
            ({"age": np.where(AGE > 70, np.nan, AGE)}, "'age' is missing in"),
            ({"sex": np.where(SEX == "m", "", SEX)}, "'sex' is missing in"),
        ],
    )
    def test_covariates_that_can_not_be_used_are_named(self, covariates, match):
        with pytest.raises(CannotHarmonise, match=match):
            fit(TABLE, SITE, covariates, Method())

    def test_a_covariate_that_single_precision_would_lose_is_kept(self):
        """20200101 and 20200102 are one number to both libraries."""
        day = 20200101 + RNG.permutation(42).astype(float)
        own = fit(TABLE, SITE, {"day": day}, Method())
        assert "centred and scaled" in own.notes[0]
        near = fit(TABLE, SITE, {"day": day - 20200101}, Method()).transform(TABLE, SITE, {"day": day - 20200101})
        assert own.transform(TABLE, SITE, {"day": day}) == pytest.approx(near, rel=1e-5)

    def test_a_new_level_and_a_missing_covariate_are_refused(self):
        with pytest.raises(CannotHarmonise, match="no row fitted on had 'x' as its 'sex'"):
            fitted().transform(TABLE, SITE, {"age": AGE, "sex": np.where(AGE > 70, "x", SEX)})
        with pytest.raises(CannotHarmonise, match="the covariate 'sex', which is not given"):
            fitted().transform(TABLE, SITE, {"age": AGE})

    def test_a_covariate_of_one_value_is_left_out(self):
        own = fit(TABLE, SITE, {"sex": ["f"] * 42, "age": AGE}, Method())
        assert own.notes == ("The covariate 'sex' has one value in the rows fitted on, and was left out.",)
        assert (
            own.transform(TABLE, SITE, KEPT) == fit(TABLE, SITE, {"age": AGE}, Method()).transform(TABLE, SITE, KEPT)
        ).all()

    def test_few_features_make_a_poor_prior(self):
        assert "rests on 4 features" in fitted(table=TABLE[:, :4]).notes[0]
        assert "One feature gives no prior" in fitted(table=TABLE[:, :1]).notes[0]
        assert fitted(Method(empirical_bayes=False), table=TABLE[:, :4]).notes == ()

    def test_a_feature_with_next_to_no_spread_in_a_batch_is_named(self):
        table = TABLE.copy()
        table[SITE == "A", 0] = 5 + 1e-5 * table[SITE == "A", 0]
        own = fitted(Method(empirical_bayes=False), table=table, covariates={})
        assert "1 feature has less than a hundredth" in own.notes[0]

    def test_an_unknown_reference_is_refused(self):
        with pytest.raises(CannotHarmonise, match="'Z' is none of those fitted on"):
            fitted(Method(reference="Z"))

    def test_the_rows_of_a_reference_stay(self):
        made = fitted(Method(reference="B")).transform(TABLE, SITE, KEPT)
        assert (made[SITE == "B"] == TABLE[SITE == "B"]).all()
        assert (made[SITE == "A"] != TABLE[SITE == "A"]).all()

    def test_smooth_terms_are_numbers_and_end_where_they_were_fitted(self):
        with pytest.raises(CannotHarmonise, match="'sex' is text"):
            fitted(Method(smooth=("sex",)))
        with pytest.raises(CannotHarmonise, match="none of the covariates"):
            fitted(Method(smooth=("dose",)))
        own = fitted(Method(smooth=("age",)), table=TABLE[:, :2])
        old, oldest = (
            own.transform(TABLE[:1, :2], SITE[:1], {"age": [a], "sex": SEX[:1]}) for a in (AGE[TRAIN].max(), 99.0)
        )
        assert (old == oldest).all()

    @pytest.mark.parametrize(
        ("table", "site", "covariates", "match"),
        [
            (TABLE[:, 0], SITE, {}, "2 dimensions"),
            (TABLE, SITE[:-1], {}, "41"),
            (TABLE, SITE, {"age": AGE[:-1]}, "'age'"),
        ],
    )
    def test_shapes_agree(self, table, site, covariates, match):
        with pytest.raises(ValueError, match=match):
            fit(table, site, covariates, Method())
        with pytest.raises(ValueError, match="11 features, given 10"):
            fitted().transform(TABLE[:, :10], SITE, KEPT)

    def test_a_row_without_a_batch_is_refused(self):
        with pytest.raises(CannotHarmonise, match="the batch is missing in 2 of 42 rows"):
            fit(TABLE, [None, "", *SITE[2:]], KEPT, Method())


def test_the_outcome_as_a_covariate_makes_signal_out_of_noise():
    """Nieto et al. 2024, arXiv 2410.19643: unequal classes per site, labels preserved, in all rows."""
    rng = np.random.default_rng(1)
    site = np.repeat(["A", "B"], 60)
    event = (rng.random(120) < np.where(site == "A", 0.8, 0.2)).astype(float)
    noise = rng.normal(size=(120, 60)) + (site == "B")[:, None] * rng.normal(0, 2, 60)
    kept = {"event": event}
    made = fit(noise, site, kept, Method()).transform(noise, site, kept)
    plain = fit(noise, site, {}, Method()).transform(noise, site)

    def told(table):
        """Spread over the features of the difference between the classes, in units of what chance gives."""
        one, two = table[event > 0], table[event < 1]
        return np.std(
            (one.mean(axis=0) - two.mean(axis=0)) / np.sqrt(table.var(axis=0) * (1 / len(one) + 1 / len(two)))
        )

    assert told(made) > 1.25 > 1.0 > told(plain)
