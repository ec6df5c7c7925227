"""The one door to expensive work: `engine.Compute.map`."""
