import pandas as pd


def read_table(path="data/thymus.csv", target="advanced"):
    df = pd.read_csv(path).set_index("study_no")
    return df.drop(columns=target), df[target]
