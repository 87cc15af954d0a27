"""Hypothesis profiles: ``HYPOTHESIS_PROFILE=thorough`` looks harder."""

import os
from typing import Any

from hypothesis import HealthCheck, settings

# No deadlines: a test that measures time fails for reasons that are not the code's.
_COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("default", max_examples=60, **_COMMON)
settings.register_profile("thorough", max_examples=2000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
