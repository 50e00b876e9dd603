"""What holds for all tests: none depends on how fast the machine is."""

from hypothesis import settings

settings.register_profile("clockless", deadline=None)
settings.load_profile("clockless")
