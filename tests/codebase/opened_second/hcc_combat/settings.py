"""Central settings, edit here."""
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FEATURES = ROOT / "data" / "features_arterial.csv"
CLINICAL = ROOT / "data" / "clinical.csv"
BATCH = "centre"
LABEL = "ER2y"
KEEP_COVARS = ["AFP400", LABEL]
TEST_FRACTION = 0.3
SEED = 11
