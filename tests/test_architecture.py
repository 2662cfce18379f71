"""What import-linter cannot say about the house."""

import ast
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tomoni.core.access import is_public

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tomoni"
FILES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def views(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def test_rules_never_import_the_database():
    for path in FILES:
        if path.stem == "rules" or path.parent.name == "rules":
            assert not any(name.startswith("django.db") for name in imports_of(path)), path


def test_every_view_says_who_may_open_it():
    for pattern, view in views():
        if pattern.startswith("admin/"):
            continue  # The admin asks for a staff login itself.
        marked = is_public(view) or getattr(view, "needed_abilities", None) is not None
        assert marked or getattr(view, "login_is_enough", False), f"{pattern} has no mark"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_files_stay_readable(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, "split it by subject"


def test_no_registry_host_and_no_path_of_one_machine_is_named():
    for path in [*ROOT.glob("*.lock"), ROOT / "package-lock.json", ROOT / "pyproject.toml"]:
        if path.exists():
            assert "://" not in path.read_text(encoding="utf-8").replace('"https://github', "")


def test_post_save_receivers_are_not_used():
    for path in FILES:
        assert "post_save" not in path.read_text(encoding="utf-8"), path
