import pandas as pd
import yaml
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score, train_test_split

from src.candidates import build


def read(path, target):
    df = pd.read_csv(path, index_col=0)
    return df.drop(columns=target), df[target]


def choose(names, X, y, seed):
    cv_auc = {n: cross_val_score(build(n, seed), X, y, cv=5, scoring="roc_auc").mean() for n in names}
    print("development CV", cv_auc)
    return max(cv_auc, key=cv_auc.get)


def main():
    with open("conf/experiment.yaml") as fh:
        cfg = yaml.safe_load(fh)
    X, y = read(cfg["paths"]["internal"], cfg["target"])
    X_dev, X_test, y_dev, y_test = train_test_split(X, y, test_size=cfg["test_size"], stratify=y, random_state=cfg["seed"])
    name = choose(cfg["candidates"], X_dev, y_dev, cfg["seed"])
    model = build(name, cfg["seed"]).fit(X_dev, y_dev)
    X_ext, y_ext = read(cfg["paths"]["external"], cfg["target"])
    for label, (A, b) in {"test": (X_test, y_test), "external": (X_ext[X.columns], y_ext)}.items():
        print(name, label, round(roc_auc_score(b, model.predict_proba(A)[:, 1]), 3))


if __name__ == "__main__":
    main()
