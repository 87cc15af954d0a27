"""How others set an indicator: the targets of its peers in a dataset of many tables."""
