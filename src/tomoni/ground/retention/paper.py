"""The record of a destruction on paper: what, by which rule, how many, by whom, and its hashes."""

from pathlib import Path

from django.utils.timezone import localtime

from tomoni.core import retention
from tomoni.core.city import city
from tomoni.ground.retention.models import Proposal
from tomoni.web.paper import set_pdf

HERE = Path(__file__).resolve().parent / "typst"


def record(proposal: Proposal) -> bytes:
    """The PDF, in Japanese: it is an official paper."""
    rows = proposal.destructions.select_related("rule").order_by("nth")  # type: ignore[attr-defined]
    return set_pdf(
        HERE / "record.typ",
        {
            "title": "破棄の記録",
            "number": proposal.baton.number,
            "city": city().name,
            "status": str(proposal.get_status_display()),
            "made": f"{localtime(proposal.at):%Y-%m-%d %H:%M}",
            "approvals": [
                [str(by), f"{localtime(at):%Y-%m-%d %H:%M}"]
                for by, at in (
                    (proposal.first_by, proposal.first_at),
                    (proposal.second_by, proposal.second_at),
                )
                if by and at
            ],
            "rows": [
                [
                    str(row.nth), name_of(row.held), str(row.get_way_display()), str(row.count),
                    f"{row.oldest_on} – {row.newest_on}",
                    f"{term_of(row.rule)}\n{row.rule.source}",
                    f"{localtime(row.at):%Y-%m-%d %H:%M}", row.digest, bytes(row.hash).hex(),
                ]
                for row in rows
            ],
            "total": str(sum(row.count for row in rows)),
        },
    )  # fmt: skip


def name_of(code: str) -> str:
    held = retention.held(code)
    return str(held.name) if held else code


def term_of(rule: object) -> str:
    years, months = rule.years, rule.months  # type: ignore[attr-defined]
    parts = [f"{years}年" if years else "", f"{months}か月" if months else ""]
    return "".join(parts)
