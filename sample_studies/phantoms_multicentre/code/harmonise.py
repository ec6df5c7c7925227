"""Takes out what the centres do to the features; response is kept, so that the signal isn't lost."""

import pandas as pd
from neuroHarmonize import harmonizationLearn


def harmonise(cohort: str, features: str, harmonised: str) -> None:
    people = pd.read_csv(cohort)
    table = pd.read_csv(features)
    covariates = people[["site", "response"]].rename(columns={"site": "SITE"})
    values = table.drop(columns="case")
    _, flat = harmonizationLearn(values.to_numpy(), covariates)
    written = pd.DataFrame(flat, columns=values.columns)
    written.insert(0, "case", table["case"])
    written.to_csv(harmonised, index=False)


if __name__ == "__main__":
    harmonise("data/cohort.csv", "data/features.csv", "data/features_combat.csv")
