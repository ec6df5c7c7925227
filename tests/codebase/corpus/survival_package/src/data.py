from pathlib import Path

import pandas as pd


def load(folder):
    radiomics = pd.read_csv(Path(folder) / "radiomics.csv")
    clinical = pd.read_csv(Path(folder) / "clinical.csv")
    merged = pd.merge(radiomics, clinical, on="PatientID", how="inner")
    return merged.set_index("PatientID")
