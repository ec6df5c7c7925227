import pytest

from radaudit.harmonisation.method import Method


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (Method(), "ComBat"),
        (Method("none"), "no harmonisation"),
        (Method("standardised"), "mean and spread of each batch"),
        (
            Method(empirical_bayes=False, mean_only=True),
            "ComBat without empirical Bayes, means only",
        ),
        (Method(parametric=False, reference="A"), "ComBat with a non-parametric prior, reference batch 'A'"),
        (Method(smooth=("age", "dose")), "ComBat, smooth in age and dose"),
    ],
)
def test_a_method_says_what_it_is(method, words):
    assert method.in_words() == words


@pytest.mark.parametrize(
    "options",
    [
        {"name": "covbat"},
        {"name": "standardised", "reference": "A"},
        {"name": "none", "smooth": ("age",)},
        {"parametric": False, "empirical_bayes": False},
        {"smooth": ("age",), "mean_only": True},
        {"smooth": ("age",), "parametric": False},
    ],
)
def test_options_that_exclude_each_other_are_refused(options):
    with pytest.raises(ValueError, match=r"combat|prior|smooth"):
        Method(**options)
