"""Settings of hypothesis, here alone: loading it takes longer than most other tests take to start."""

from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
