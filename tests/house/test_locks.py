"""Rows are locked in a way that lets others point at them.

The trail's last link is held until the transaction ends, and at its end the database looks up every row that a new row
points at. A row locked with FOR UPDATE by somebody who waits for the trail would hold that look-up back: a deadlock.
"""

import ast
import re
from pathlib import Path

import accident_manager

SOURCE = Path(accident_manager.__file__).parent


def is_with_key(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update":
        return not any(word.arg == "no_key" and getattr(word.value, "value", False) for word in node.keywords)
    # The chain's head is pointed at by nothing.
    words = str(node.value) if isinstance(node, ast.Constant) else ""
    return bool(re.search(r"\bFOR UPDATE\b", words)) and "audit_chainhead" not in words


def test_every_row_is_locked_without_its_key():
    astray = [
        f"{file.relative_to(SOURCE)}:{node.lineno}"
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if is_with_key(node)
    ]
    assert not astray
