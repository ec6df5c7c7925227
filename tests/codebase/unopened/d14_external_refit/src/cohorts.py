import pandas as pd

COHORTS = {"internal": "data/internal.csv", "external": "data/external.csv"}


def load(name, target="stage_III"):
    df = pd.read_csv(COHORTS[name], index_col="case")
    return df.drop(columns=[target]), df[target].to_numpy()
