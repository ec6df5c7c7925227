# IDH / 1p19q in lower grade glioma, deep + radiomics features reduced to components
import yaml
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import GridSearchCV, StratifiedKFold

with open("conf.yml") as f:
    conf = yaml.safe_load(f)

rad = pd.read_parquet(conf["radiomics"])          # 1246 columns
deep = pd.read_parquet(conf["deep"])              # 512 columns, frozen ImageNet encoder
cli = pd.read_csv(conf["clinical"]).set_index("case_id")
idx = rad.index.intersection(deep.index).intersection(cli.index)
rad, deep, cli = rad.loc[idx], deep.loc[idx], cli.loc[idx]
y = cli["IDH_mut"].to_numpy(dtype=int)
print(f"{len(idx)} patients, {y.sum()} mutated")

img = np.hstack([rad.values, deep.values]).astype(np.float64)
img = np.nan_to_num(img)

z = StandardScaler().fit_transform(img)
pca = PCA(n_components=conf.get("n_pc", 25), svd_solver="full")
pcs = pca.fit_transform(z)
print("explained:", pca.explained_variance_ratio_.cumsum()[-1].round(3))

age = (cli["age"].to_numpy() > 45).astype(float)
sex = (cli["sex"] == "M").to_numpy().astype(float)
kps = cli["kps"].to_numpy() / 100.0
X = np.column_stack([pcs, age, sex, kps])

cv = StratifiedKFold(5, shuffle=True, random_state=conf["seed"])
search = GridSearchCV(
    SVC(),
    {"C": [0.01, 0.1, 1, 10, 100], "gamma": ["scale", 0.001, 0.01, 0.1], "kernel": ["rbf", "linear"]},
    scoring="roc_auc",
    cv=cv,
    n_jobs=-1,
)
search.fit(X, y)
print("best:", search.best_params_)
print("Cross-validated AUC of the fusion model: %.3f" % search.best_score_)

# without clinical data, for comparison
alone = GridSearchCV(SVC(kernel="linear"), {"C": [0.01, 0.1, 1, 10]}, scoring="roc_auc", cv=cv).fit(pcs, y)
print("Imaging only: %.3f" % alone.best_score_)
