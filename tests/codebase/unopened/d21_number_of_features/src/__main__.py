import pandas as pd
from sklearn.model_selection import train_test_split

from src.search import search_k

SETTINGS = {"csv": "data/mibc_nac.csv", "y": "downstaged", "seed": 88}

if __name__ == "__main__":
    df = pd.read_csv(SETTINGS["csv"]).drop(columns="record")
    df = df.fillna(df.median(numeric_only=True))
    y = df.pop(SETTINGS["y"]).to_numpy()
    Xa, Xb, ya, yb = train_test_split(df.to_numpy(), y, test_size=0.3, stratify=y, random_state=SETTINGS["seed"])
    result = search_k((Xa, ya), (Xb, yb))
    print(f"{result.k} features, holdout AUC {result.auc:.3f}")
    print(list(df.columns[result.columns]))
