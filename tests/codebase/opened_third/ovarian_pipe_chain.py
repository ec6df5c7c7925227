from __future__ import annotations

from functools import partial
from typing import Callable

import click
import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import BayesianRidge
from sklearn.metrics import roc_auc_score
from sklearn.naive_bayes import GaussianNB

Frame = pd.DataFrame
TARGET = "platinum_resistant"


def tidy(frame: Frame) -> Frame:
    frame = frame.loc[:, ~frame.columns.str.startswith("diagnostics")]
    return frame.set_index("anon_id").astype(float)


def fill(frame: Frame, *, rounds: int = 5) -> Frame:
    target = frame[TARGET]
    rest = frame.drop(columns=TARGET)
    imputer = IterativeImputer(BayesianRidge(), max_iter=rounds, n_nearest_features=20, random_state=0)
    return pd.DataFrame(imputer.fit_transform(rest), rest.index, rest.columns).assign(**{TARGET: target})


def to_ranks(frame: Frame) -> Frame:
    cols = frame.columns.drop(TARGET)
    return frame.assign(**{c: frame[c].rank(pct=True) for c in cols})


def strongest(frame: Frame, n: int) -> Frame:
    rho = frame.corr(method="kendall")[TARGET].drop(TARGET).abs()
    return frame[[*rho.nlargest(n).index, TARGET]]


def holdout(frame: Frame, share: float, seed: int) -> tuple[Frame, Frame]:
    rng = np.random.default_rng(seed)
    test = rng.choice(frame.index, size=int(share * len(frame)), replace=False)
    return frame.drop(index=test), frame.loc[test]


@click.command()
@click.argument("csv", type=click.Path(exists=True))
@click.option("-n", default=15)
@click.option("--seed", default=20)
def run(csv: str, n: int, seed: int) -> None:
    keep: Callable[[Frame], Frame] = partial(strongest, n=n)
    ready = pd.read_csv(csv).pipe(tidy).pipe(fill).pipe(to_ranks).pipe(keep)
    train, test = holdout(ready, 0.3, seed)
    nb = GaussianNB().fit(train.drop(columns=TARGET), train[TARGET])
    p = nb.predict_proba(test.drop(columns=TARGET))[:, 1]
    click.echo(f"hold-out AUC {roc_auc_score(test[TARGET], p):.3f}")


if __name__ == "__main__":
    run()
