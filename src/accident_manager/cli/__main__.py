"""./acm: one word and its commands."""

import sys

from accident_manager.cli.commands import main

sys.exit(main(sys.argv[1:]))
