"""Keep what separates responders from the others (FDR 10 %)."""
import pandas as pd
from scipy.stats import mannwhitneyu
from statsmodels.stats.multitest import multipletests

from common import OUTCOME, tmpfile

merged = pd.read_csv(tmpfile("merged.csv"), index_col=0)
cr = merged[merged[OUTCOME] == 1].drop(columns=OUTCOME)
non = merged[merged[OUTCOME] == 0].drop(columns=OUTCOME)

p = [mannwhitneyu(cr[c], non[c]).pvalue for c in cr]
reject, q, _, _ = multipletests(p, alpha=0.1, method="fdr_bh")
chosen = [c for c, r in zip(cr.columns, reject) if r]
merged[chosen + [OUTCOME]].to_csv(tmpfile("reduced.csv"))
