"""Pages and modules that show what an extra does are left out where its library is not installed."""

from importlib.util import find_spec

_NEEDS = {"docs/notebooks.md": ("matplotlib", "rich"), "perfmodel/views/rich.py": ("rich",)}
collect_ignore = [path for path, names in _NEEDS.items() if not all(map(find_spec, names))]
