"""Tables of features from several centres made comparable: fitted on some cases, applied to others."""
