"""The settings that made a table, found from its numbers.

pyradiomics gives the same numbers for the same settings (within 1e-12), so settings can be told by trying them: those
that were used give the table again, all others do not. What can be worked out is worked out instead of tried: bins from
the histogram of the ROI, the volume of a voxel from the two energies, a scale from a ratio.
"""
