"""What import-linter cannot say about the house."""

import ast
import re
from pathlib import Path

import pytest
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from tomoni.core.access import is_public
from tomoni.core.sealed.fields import SealedField
from tomoni.ground.batons import matters

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


def test_new_tables_are_created_at_once():
    """Step by step, an empty database took forty seconds (core/migrating.py)."""
    for path in sorted(SOURCE.rglob("migrations/0*.py")):
        text = path.read_text(encoding="utf-8")
        assert "CreateModel(" not in text or "class Migration(TablesAtOnce)" in text, path


def test_post_save_receivers_are_not_used():
    for path in FILES:
        assert "post_save" not in path.read_text(encoding="utf-8"), path


ACTIONS = [p for p in FILES if p.stem == "actions" or "actions" in p.parent.parts]
# `_book` writes a row of the ledger of points: who, when and what, chained and never changed.
RECORDERS = {"record", "record_many", "move", "_book"}


def called_names(function):
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            if isinstance(target, ast.Attribute):
                yield target.attr
            elif isinstance(target, ast.Name):
                yield target.id


def is_atomic(function):
    """Decorated as one transaction, or opening one itself."""
    return any("atomic" in ast.unparse(d) for d in function.decorator_list) or any(
        "atomic" in ast.unparse(item) for n in ast.walk(function) if isinstance(n, ast.With)
        for item in n.items
    )  # fmt: skip


# Helpers of actions whose transaction is opened by somebody this test cannot see.
INSIDE_ANOTHERS = {
    "put_all": "handed over as a function by plan.actions.load",
    "take_in": "inside the transaction that holds a whole imported file (importing/running.py)",
    "receipt": "the same",
}


def functions_of_actions():
    """Every function of every actions module: (path, node, names it calls)."""
    for path in ACTIONS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node, set(called_names(node))


def test_every_action_leaves_an_audit_row():
    """A public function with a transaction reaches audit.record or states.move, itself or
    through other functions of the actions."""
    functions = list(functions_of_actions())
    recording = set(RECORDERS)
    while True:
        more = {n.name for _p, n, calls in functions if calls & recording} - recording
        if not more:
            break
        recording |= more
    silent = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path, node, _calls in functions
        if is_atomic(node) and not node.name.startswith("_") and node.name not in recording
    ]
    assert not silent, silent


def test_what_writes_does_so_in_a_transaction_of_an_action():
    """A function that writes is atomic itself or is called by actions that are."""
    writes = {"create", "bulk_create", "bulk_update", "save", "delete", "update_or_create"}
    functions = list(functions_of_actions())
    inside = {node.name for _path, node, _calls in functions if is_atomic(node)}
    inside |= set(INSIDE_ANOTHERS)
    while True:
        more = {name for _p, n, calls in functions if n.name in inside for name in calls} - inside
        if not more:
            break
        inside |= more
    loose = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path, node, calls in functions
        if calls & writes and node.name not in inside
    ]
    assert not loose, loose


# What the sign-in library and Django itself call, and the forms that keep nothing.
LIBRARY = {"adapters.py", "models.py"}
WRITES = {
    "save", "delete", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "asave", "adelete", "acreate", "aupdate", "abulk_create",
}  # fmt: skip
# Calls of these names that write no row of ours: (file, name) → what it does.
NO_ROW = {
    ("town/places/opendata/files.py", "save"): "writes an Excel file",
    ("town/places/importing/desk.py", "delete"): "removes a file",
    ("web/templatetags/shell.py", "save"): "draws a QR code",
    ("ground/batons/cleaning.py", "save"): "writes a picture anew",
    ("demo/papers.py", "save"): "draws a picture",
}


def rows_written(tree):
    """Calls that write rows: `.save()`, `.delete()`, bulk writes, and `.update()` of a queryset.

    A dictionary is updated too, so `update` counts only with keyword arguments on something that
    was filtered, or on a manager. Calling another room's action is no write of one's own.
    """
    verbs = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "actions" in f"{node.module}".split(".")
        for name in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value)
        if owner in verbs:
            continue
        if (name in WRITES and not owner.startswith("super()")) or (
            name == "update"
            and node.keywords
            and re.search(r"\b(objects|filter|exclude|all|_base_manager)\b", owner)
        ):
            yield name, owner


def test_only_actions_write():
    """Nothing outside the actions saves, creates, changes or deletes a row of a room."""
    allowed = {"actions", "migrations", "management", "tests"}
    found = []
    for path in FILES:
        inside = path.relative_to(SOURCE)
        if set(inside.parts) & (allowed | {"core"}) or path.stem == "actions":
            continue
        if path.name in LIBRARY or "models" in inside.parts:
            continue
        for name, owner in rows_written(ast.parse(path.read_text(encoding="utf-8"))):
            if (str(inside), name) not in NO_ROW:
                found.append(f"{inside}: {owner}.{name}()")
    assert not found, found


def test_a_write_outside_the_actions_is_noticed():
    text = """
listing.save()
Listing.objects.filter(pk=1).update(name="x")
rows.bulk_create([])
known.update(more)
super().save(*args)
{}.update(a=1)
"""
    assert [name for name, _owner in rows_written(ast.parse(text))] == [
        "save", "update", "bulk_create",
    ]  # fmt: skip


@pytest.mark.parametrize("sort", matters.sorts(), ids=lambda one: one.model._meta.label)
def test_every_word_of_a_matter_goes_with_it_after_its_term(sort):
    """A field of text is named in `matters.register`: what is left of it, or that it tells of nobody."""
    text = (models.CharField, models.TextField, models.JSONField, SealedField)
    found = {
        field.name
        for field in sort.model._meta.concrete_fields
        if isinstance(field, text) and not getattr(field, "choices", None)
    }
    assert found <= {*sort.words, *sort.keeps}, found - {*sort.words, *sort.keeps}
