"""Scoring: what a self-evaluation's actual values are worth, by the formulas that budget systems use."""
