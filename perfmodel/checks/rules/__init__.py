"""The rules, by what they look at. Each is a function whose docstring is its page; see `perfmodel.checks.rule`."""
