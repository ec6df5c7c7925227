import pytest
from pydantic import ValidationError

from radaudit.study.harmonising import HarmonisationInfo


def test_what_is_left_out_is_not_known():
    own = HarmonisationInfo(method="combat", reference=1, covariates="age")
    assert (own.reference, own.covariates, own.empirical_bayes, own.order) == ("1", ["age"], None, None)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"smooth": ["age"]}, "'age' in 'smooth', but not in 'covariates'"),
        ({"empirical_bayes": False, "parametric": True}, "that there is none"),
        ({"unseen": "guess"}, "unseen"),
        ({"step": "before"}, "step"),
        ({"method": ""}, "method"),
    ],
)
def test_options_that_can_not_be_are_refused(more, why):
    with pytest.raises(ValidationError, match=why):
        HarmonisationInfo(**{"method": "combat"} | more)
