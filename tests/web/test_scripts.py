"""Our own scripts keep the types their comments promise."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TSC = ROOT / "node_modules/.bin/tsc"


@pytest.mark.parametrize("project", ["jsconfig.json", "jsconfig.worker.json"])
def test_scripts_are_typed(project):
    if not TSC.exists():
        pytest.skip("TypeScript is missing: run `npm ci`")
    done = subprocess.run([TSC, "-p", project], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
