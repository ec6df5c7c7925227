import numpy as np
from scipy.stats import mannwhitneyu


def univariate_filter(X, y, alpha=0.05, fdr=True):
    """Mann-Whitney U for each feature, Benjamini-Hochberg corrected."""
    pvals = np.array([
        mannwhitneyu(X.loc[y == 1, c], X.loc[y == 0, c], alternative="two-sided").pvalue
        for c in X.columns
    ])
    if fdr:
        order = np.argsort(pvals)
        m = len(pvals)
        adj = np.empty(m)
        adj[order] = np.minimum.accumulate((pvals[order] * m / np.arange(1, m + 1))[::-1])[::-1]
        pvals = adj
    return X.columns[pvals < alpha]
