# WHO grade of meningioma - regression on grade, KFold
import numpy as np
import pandas as pd
from sklearn.kernel_ridge import KernelRidge
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import accuracy_score, mean_absolute_error
from scipy.stats import spearmanr

NFOLD = 5


def lees_tabel(pad):
    t = pd.read_csv(pad, index_col="pseudo_id")
    t = t[t.columns[~t.columns.str.contains("Versions|Configuration|Hash")]]
    return t


t = lees_tabel("meningeoom_t1c.csv")
g1 = t[t.who == 1]
g2 = t[t.who == 2]
g3 = t[t.who == 3]
print("n per graad:", len(g1), len(g2), len(g3))

alles = t.sort_values("who")
y = alles.pop("who").to_numpy(dtype=float)
X = alles.to_numpy(dtype=float)

voorspeld = np.zeros_like(y)
kf = KFold(n_splits=NFOLD)
for f, (i_train, i_test) in enumerate(kf.split(X)):
    model = make_pipeline(StandardScaler(), KernelRidge(alpha=1.0, kernel="rbf", gamma=1e-3))
    model.fit(X[i_train], y[i_train])
    voorspeld[i_test] = model.predict(X[i_test])
    mae = mean_absolute_error(y[i_test], voorspeld[i_test])
    print(f"fold {f}: n={len(i_test)} MAE={mae:.2f}")

grade = np.clip(np.rint(voorspeld), 1, 3)
print("accuracy", accuracy_score(y.astype(int), grade.astype(int)))
print("rho", spearmanr(y, voorspeld).correlation)

uit = pd.DataFrame({"who": y, "pred": voorspeld}, index=alles.index)
uit.to_csv("voorspellingen.csv")
