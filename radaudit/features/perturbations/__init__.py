"""Repeated imaging, made: one file for each kind of perturbation, found by `core.registry.discover`.

Zwanenburg et al. 2019, doi:10.1038/s41598-018-36938-4, showed that features which survive noise, rotation or
translation, growth and randomised contours in a chain are the ones that survive a second scan.
"""
