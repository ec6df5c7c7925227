"""Breast DCE-MRI, pathological complete response after NAC. T-test + LASSO."""
import pandas as pd
from scipy.stats import levene, ttest_ind
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

CSV = "features_dce_phase2.csv"

data = pd.read_csv(CSV, index_col="pid")
data = data.loc[:, ~data.columns.str.startswith("diagnostics")]
label = data.pop("pCR")

pcr = data[label == 1]
nopcr = data[label == 0]
print(pcr.shape, nopcr.shape)

index = []
for colName in data.columns:
    if levene(pcr[colName], nopcr[colName])[1] > 0.05:
        p = ttest_ind(pcr[colName], nopcr[colName])[1]
    else:
        p = ttest_ind(pcr[colName], nopcr[colName], equal_var=False)[1]
    if p < 0.05:
        index.append(colName)
print("%d features left after t test" % len(index))
data = data[index]

# drop redundant ones, keep the first of each correlated pair
corr = data.corr(method="spearman").abs()
drop = set()
for i, a in enumerate(corr.columns):
    for b in corr.columns[i + 1:]:
        if a not in drop and corr.loc[a, b] > 0.9:
            drop.add(b)
data = data.drop(columns=list(drop))

model = make_pipeline(
    StandardScaler(),
    LogisticRegression(penalty="l1", solver="liblinear", C=0.5),
)
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=2021)
auc = cross_val_score(model, data, label, cv=cv, scoring="roc_auc")
print("5-fold AUC: %.3f +/- %.3f" % (auc.mean(), auc.std()))
