import numpy as np
import pandas as pd
from joblib import Memory, Parallel, delayed
from scipy.stats import mannwhitneyu
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.preprocessing import StandardScaler
from statsmodels.stats.multitest import multipletests

memory = Memory(".cache", verbose=0)


@memory.cache
def significant(values: np.ndarray, outcome: np.ndarray, alpha: float) -> np.ndarray:
    """Columns that differ between the groups after Benjamini-Hochberg."""
    p = [mannwhitneyu(col[outcome == 1], col[outcome == 0]).pvalue for col in values.T]
    reject, *_ = multipletests(p, alpha=alpha, method="fdr_bh")
    return np.flatnonzero(reject)


def one_fold(estimator, X, y, train, valid):
    est = clone(estimator).fit(X[train], y[train])
    return roc_auc_score(y[valid], est.predict_proba(X[valid])[:, 1])


def main(path="data/esophagus.csv", target="pcr", alpha=0.05, seed=21):
    df = pd.read_csv(path).dropna(axis="columns")
    y = df[target].to_numpy()
    X = df.drop(columns=[target, "pid"]).to_numpy()
    X = StandardScaler().fit_transform(X)
    X = X[:, significant(X, y, alpha)]
    est = LogisticRegression(C=0.1, max_iter=2000)
    cv = RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=seed)
    scores = Parallel(n_jobs=-1)(delayed(one_fold)(est, X, y, tr, va) for tr, va in cv.split(X, y))
    print(f"{np.mean(scores):.3f} [{np.quantile(scores, 0.025):.3f}, {np.quantile(scores, 0.975):.3f}]")


if __name__ == "__main__":
    main()
