"""Networks that a study takes features from: opened, given their input, and compared."""
