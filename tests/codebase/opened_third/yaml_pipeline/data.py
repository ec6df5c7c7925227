import pandas as pd


def read(cfg: dict):
    t = pd.read_csv(cfg["table"], index_col=cfg["index"])
    if t.index.has_duplicates:
        raise ValueError("one row per patient please")
    y = t[cfg["outcome"]].astype(int)
    X = t[[c for c in t.columns if c.startswith(tuple(cfg["prefix"]))]]
    return X, y
