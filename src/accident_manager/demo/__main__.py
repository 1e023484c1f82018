"""Makes the demo world of the insurers named, or of all, once; `./acm demo` runs it before it serves."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accident_manager.config.settings")
django.setup()

from accident_manager.demo import world  # noqa: E402  needs the settings

for code in sys.argv[1:] or world.INSURERS:
    world.load(code)
