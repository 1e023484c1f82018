"""Part of ./acm check: every template can be read, with its tags, filters and the templates it stands on."""

import sys
from collections.abc import Iterator
from pathlib import Path

from accident_manager.cli.django_ready import set_up

SOURCE = Path(__file__).resolve().parents[1]


def complaints() -> Iterator[str]:
    from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines

    engine = engines["django"]
    for folder in sorted(SOURCE.glob("*/templates")):
        for file in sorted(folder.rglob("*.html")):
            try:
                engine.get_template(str(file.relative_to(folder)))
            except TemplateDoesNotExist as problem:
                yield f"{file.relative_to(SOURCE)}: there is no template {problem}"
            except TemplateSyntaxError as problem:
                yield f"{file.relative_to(SOURCE)}: {problem}"


if __name__ == "__main__":
    set_up()
    found = list(complaints())
    sys.stdout.write("\n".join(found) + "\n" if found else "")
    sys.exit(1 if found else 0)
