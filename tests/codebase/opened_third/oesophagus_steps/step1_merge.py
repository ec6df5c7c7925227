"""One row per patient: radiomics of the GTV joined with the outcome."""
import pandas as pd

from common import OUTCOME, tmpfile

gtv = pd.read_csv("in/gtv_features.csv", sep=";", decimal=",").set_index("patnr")
clin = pd.read_csv("in/klinik.csv", sep=";").set_index("patnr")
gtv.columns = [c.replace("original_", "").lower() for c in gtv.columns]
merged = gtv.join(clin[[OUTCOME]], how="inner").sort_index()
merged = merged[merged[OUTCOME].notna()]
merged.to_csv(tmpfile("merged.csv"))
print(merged.shape)
