"""The commands in docs/operations.md do what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PAGE = Path(__file__).resolve().parent.parent / "docs" / "operations.md"
BLOCKS = re.findall(r"```sh tested\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
# The throw-away cluster of the tests does not sync its disk, which the doctor rightly refuses.
DOCTOR = re.compile(r"^tomoni doctor", re.MULTILINE)


def test_every_command_of_the_page_works(installation, tmp_path):
    assert len(BLOCKS) == 7
    one = installation()
    (tmp_path / "bin").mkdir()
    tomoni = tmp_path / "bin" / "tomoni"
    tomoni.write_text(f'#!/bin/sh\nexec {sys.executable} -m tomoni "$@"\n')
    tomoni.chmod(0o755)
    env = one.env | {
        "PATH": f"{tomoni.parent}:{os.environ['PATH']}",
        "BACKUP": str(tmp_path / "town.backup"),
    }
    for block in BLOCKS:
        if one.database:
            block = DOCTOR.sub("tomoni doctor || true; : ", block)
        done = subprocess.run(
            ["sh", "-eu", "-c", block],
            env=env,
            cwd=PAGE.parent.parent,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, block + done.stdout + done.stderr


def test_every_variable_of_the_settings_is_on_the_page():
    config = PAGE.parent.parent / "config"
    names = set()
    for path in config.glob("*.py"):
        names |= set(re.findall(r'env\.\w+\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    text = PAGE.read_text(encoding="utf-8")
    missing = sorted(name for name in names if f"`{name}`" not in text)
    assert not missing, missing
