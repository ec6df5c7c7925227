"""One module per filter that can be worked out around the ROI only."""
