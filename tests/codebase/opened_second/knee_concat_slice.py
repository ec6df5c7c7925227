# Giant cell tumour recurrence - knee MRI
# 2 sheets prepared by the statistician: train (n=98) / test (n=43)
import pandas as pd
import numpy as np
from sklearn.impute import KNNImputer
from sklearn.preprocessing import QuantileTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.feature_selection import RFE
from sklearn.metrics import roc_auc_score, classification_report

XLSX = "GCT_knee.xlsx"
ID, Y = "subject", "recurrence"

tr = pd.read_excel(XLSX, sheet_name="train")
te = pd.read_excel(XLSX, sheet_name="test")
assert not set(tr[ID]) & set(te[ID])

y_tr, y_te = tr.pop(Y).values, te.pop(Y).values
tr, te = tr.set_index(ID), te.set_index(ID)
n_tr = tr.shape[0]

common = tr.columns.intersection(te.columns)
both = pd.concat([tr[common], te[common]], axis=0)
both = both.replace([np.inf, -np.inf], np.nan)

# clean everything in one go so that the columns are the same
arr = KNNImputer(n_neighbors=3, weights="distance").fit_transform(both)
arr = QuantileTransformer(n_quantiles=50, output_distribution="normal", random_state=5).fit_transform(arr)
both = pd.DataFrame(arr, index=both.index, columns=both.columns)

x_tr = both.iloc[:n_tr]
x_te = both.iloc[n_tr:]

rfe = RFE(LogisticRegression(max_iter=5000), n_features_to_select=6, step=0.1)
rfe.fit(x_tr, y_tr)
sel = x_tr.columns[rfe.support_]
print("selected:", list(sel))

final = LogisticRegression(max_iter=5000).fit(x_tr[sel], y_tr)
p_te = final.predict_proba(x_te[sel])[:, 1]
print("AUC test", roc_auc_score(y_te, p_te))
print(classification_report(y_te, (p_te > 0.5).astype(int)))

# coefficients for the supplement
pd.DataFrame({"feature": sel, "beta": final.coef_[0]}).to_csv("supp_table_s4.csv", index=False)
