"""What the documents promise is true of the code."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_library_we_depend_on_has_a_line_in_the_decisions():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = (ROOT / "docs/decisions/dependencies.md").read_text().lower()
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>= ]", line)[0].lower() for line in wanted} - {"types-pyyaml", "types-python-dateutil"}
    assert not {name for name in names if name.removesuffix("-cffi") not in named}


def test_every_link_between_documents_leads_somewhere():
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert not broken


def test_every_room_says_in_its_docstring_what_belongs_there():
    rooms = [folder for folder in (ROOT / "src/accident_manager").iterdir() if (folder / "__init__.py").exists()]
    assert len(rooms) > 10
    silent = [room.name for room in rooms if not (room / "__init__.py").read_text().lstrip().startswith('"""')]
    assert not silent
