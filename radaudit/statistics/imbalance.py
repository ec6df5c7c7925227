"""What accuracy hides where one class is commoner than the other."""

from __future__ import annotations

from radaudit.statistics.confusion import Confusion


def no_information_p(accuracy: float, events: int, others: int) -> float:
    """Probability that so many cases or more are right if each is with the share of the commoner class.

    Parameters
    ----------
    accuracy
        Claimed; the number of right cases is the whole number nearest to it.
    events, others
        Cases of the two classes.

    Returns
    -------
    float
        One-sided, exact binomial.

    Raises
    ------
    ValueError
        If there are no cases.

    References
    ----------
    Kuhn 2008, doi:10.18637/jss.v028.i05: the no-information rate of caret's confusionMatrix
    """
    from scipy.special import bdtrc

    cases = events + others
    if cases < 1 or min(events, others) < 0:
        raise ValueError("An accuracy needs cases.")
    right = round(min(max(accuracy, 0.0), 1.0) * cases)
    return 1.0 if right == 0 else float(bdtrc(right - 1, cases, max(events, others) / cases))


def matthews(scores: object, events: object, threshold: float) -> float:
    """Matthews' correlation of prediction and outcome: 0 for guessing, whatever the classes' shares.

    Parameters
    ----------
    scores, events, threshold
        As `Confusion.of`.

    Returns
    -------
    float
        -1 to 1; 0 where all cases are predicted alike, as scikit-learn has it.

    Raises
    ------
    ValueError
        As `Confusion.of`.

    References
    ----------
    Matthews 1975, doi:10.1016/0005-2795(75)90109-9
    """
    own = Confusion.of(scores, events, threshold)
    positive, negative = own.true_positive + own.false_positive, own.true_negative + own.false_negative
    below = (positive * negative * own.events * own.others) ** 0.5
    above = own.true_positive * own.true_negative - own.false_positive * own.false_negative
    return float(above / below) if below else 0.0
