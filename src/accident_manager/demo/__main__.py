"""Makes the demo world, once: `./acm demo` runs it before it serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accident_manager.config.settings")
django.setup()

from accident_manager.demo import world  # noqa: E402  needs the settings

world.load()
