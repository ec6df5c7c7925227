# microvascular invasion in HCC, Gd-EOB MRI
CSV = "hcc_mvi_features.csv"
LABEL = "MVI"
ID = "patient"
TEST_FRACTION = 0.25
SEED = 2022
HIDDEN = [16, 32, 64, 128]
LR = [1e-2, 1e-3, 1e-4]
EPOCHS = 200
