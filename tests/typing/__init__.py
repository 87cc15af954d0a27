"""Files as users write them: type-checked by `tests/test_typing.py` with mypy and pyright, and run."""
