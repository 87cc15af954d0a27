"""Hypothesis profiles: ``HYPOTHESIS_PROFILE=thorough`` looks harder. And a bound on what a failing law may cost."""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import engine

# No deadlines: a test that measures time fails for reasons that are not the code's.
_COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
    # One counterexample is shrunk, not one for each way in which a law fails.
    "report_multiple_bugs": False,
}
settings.register_profile("default", max_examples=60, **_COMMON)
settings.register_profile("thorough", max_examples=2000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# A law over whole tables would shrink its counterexample for five minutes, and the next one again. There is no setting
# for it; Hypothesis keeps these names open to be set. A counterexample that is not the smallest tells as much.
for _name, _most in (("MAX_SHRINKS", 60), ("MAX_SHRINKING_SECONDS", 20)):
    assert hasattr(engine, _name), f"hypothesis.internal.conjecture.engine.{_name} has another name now"
    setattr(engine, _name, _most)
