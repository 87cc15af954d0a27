"""Checks: what a reviewer asks of a table, one function a rule. `registry.RULES` lists them all."""
