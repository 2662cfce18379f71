"""Is this installation sound and safe? Rooms add their own questions to this list.

A check is a function that returns one finding or several. It is registered with `@check` in a
module that the room imports when it starts. A check that itself breaks counts as a failure, so
that the doctor never stays silent about what it could not look at.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tomoni.core import guards

OK, WARN, FAIL = "ok", "warn", "fail"


@dataclass(frozen=True)
class Finding:
    """One answer: what is so, in a plain sentence, and what to do about it."""

    code: str
    level: str
    sentence: str
    advice: str = ""


Answer = Finding | Iterable[Finding]
_checks: dict[str, Callable[[], Answer]] = {}


def check(code: str) -> Callable[[Callable[[], Answer]], Callable[[], Answer]]:
    """Register a check under a code such as ``people.second_factor``."""

    def add(ask: Callable[[], Answer]) -> Callable[[], Answer]:
        _checks[code] = ask
        return ask

    return add


def ok(code: str, sentence: str) -> Finding:
    return Finding(code, OK, sentence)


def warn(code: str, sentence: str, advice: str) -> Finding:
    return Finding(code, WARN, sentence, advice)


def fail(code: str, sentence: str, advice: str) -> Finding:
    return Finding(code, FAIL, sentence, advice)


def examine() -> list[Finding]:
    """Ask every check, in the order of their codes."""
    findings: list[Finding] = []
    for code in sorted(_checks):
        try:
            answer = _checks[code]()
            findings += [answer] if isinstance(answer, Finding) else list(answer)
        except Exception as problem:  # Whatever breaks here is itself the finding.
            findings.append(
                fail(
                    code,
                    _("この確認ができませんでした（%(problem)s）。")
                    % {"problem": f"{type(problem).__name__}: {problem}"},
                    _("上の行の原因を直して、もう一度 `tomoni doctor` を実行してください。"),
                )
            )
    return findings


def report(findings: list[Finding]) -> dict[str, Any]:
    """The machine-readable report; see docs/operations.md."""
    try:
        append_only = guards.guarded_tables(connection)
    except Exception:  # The database check has already said why.
        append_only = []
    return {
        "ok": not any(finding.level == FAIL for finding in findings),
        "checks": [asdict(finding) for finding in findings],
        "append_only": append_only,
        "matters": sorted(guards.MATTERS),
        "batons": guards.BATONS,
    }
