"""The Image Biomarker Standardisation Initiative (IBSI): its names of features, and its reference values.

Zwanenburg et al. 2020, doi:10.1148/radiol.2020191145; reference manual: arXiv:1612.07003. ``names.csv`` and
``digital_phantom.csv`` are read off the manual: names and identifiers of features, and the consensus value and
tolerance of each on the digital phantom, by the way directions and slices are put together.
"""
