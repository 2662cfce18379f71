"""What sealing costs on a page of forty sealed fields, beside the same page unsealed.

    python benchmarks/sealing.py [--db-url URL] [--scale 1,4,16]

Two tables with the same forty texts (one of narrative length, the rest short); each page reads one
case for somebody signed in, through the whole program (session, middleware, `web/page.html`). The two
kinds take turns, so that what else the machine does hits both. The last line is JSON.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import uuid
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
FIELDS, ONE = 40, 250
SHORT, LONG = (
    "見本の短い記録：聞き取りの要点。",
    "見本の長い記録。くらしのようすを詳しく聞いた。" * 60,
)
PAGE = """{% extends "web/page.html" %}{% block title %}見本{% endblock %}{% block main %}<h1>見本の記録</h1><dl>
{% for name, value in case.lines %}<dt>{{ name }}</dt><dd>{{ value|linebreaksbr }}</dd>{% endfor %}</dl>{% endblock %}"""


def main() -> None:
    known = argparse.ArgumentParser(description=__doc__)
    known.add_argument("--db-url", default="")
    known.add_argument("--scale", default="1,4,16", help="growth steps in units of 250 cases")
    known.add_argument("--pages", type=int, default=400)
    args = known.parse_args()
    with tempfile.TemporaryDirectory(prefix="tomoni-bench-") as data:
        os.environ |= {
            "TOMONI_DATA": data,
            "DATABASE_URL": args.db_url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        print(json.dumps(run(args), ensure_ascii=False))


def run(args: argparse.Namespace) -> dict:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, models
    from django.db.models import Model
    from django.template import engines
    from django.utils.timezone import now

    from tomoni.core import keyring
    from tomoni.core.sealed import SealedTextField

    call_command("migrate", verbosity=0)
    keyring.create(at=now())

    def table(name: str, kind) -> type[Model]:
        body = {f"f{n:02}": kind() for n in range(FIELDS)}
        body |= {
            "id": models.UUIDField(primary_key=True, default=uuid.uuid4),
            "__module__": __name__,
            "lines": property(
                lambda row: [(f"項目{n}", getattr(row, f"f{n:02}")) for n in range(FIELDS)]
            ),
            "Meta": type("Meta", (), {"app_label": "core", "db_table": f"bench_{name.lower()}"}),
        }
        return type(name, (Model,), body)

    kinds = {"sealed": table("Sealed", SealedTextField), "plain": table("Plain", models.TextField)}
    with connection.schema_editor() as editor:
        for model in kinds.values():
            editor.create_model(model)
    template = engines["django"].from_string(PAGE)

    steps, size = [], 0
    for scale in [int(word) for word in args.scale.split(",")]:
        for model in kinds.values():
            texts = {f"f{n:02}": LONG if n == 0 else f"{SHORT}{n}" for n in range(FIELDS)}
            model.objects.bulk_create(
                [model(**texts) for _ in range(size, scale * ONE)], batch_size=100
            )
        size = scale * ONE
        taken, opened = take_turns(kinds, template, args.pages)
        sealed, plain = (statistics.median(taken[name][20:]) * 1000 for name in ("sealed", "plain"))
        steps.append({
            "scale": scale, "cases": size, "sealed_ms": round(sealed, 3), "plain_ms": round(plain, 3),
            "open_40_fields_ms": round(statistics.median(opened) * 1000, 3),
            "cost_percent": round((sealed / plain - 1) * 100, 2),
        })  # fmt: skip
        print(json.dumps(steps[-1]), flush=True)
    return {
        "benchmark": "sealing", "database": connection.vendor, "fields": FIELDS, "steps": steps,
        "cost_percent": steps[-1]["cost_percent"], "goal_percent": 5, "peer": "the same page unsealed",
    }  # fmt: skip


def take_turns(kinds: dict, template, pages: int) -> tuple[dict[str, list[float]], list[float]]:
    """The same pages of both kinds by turns: CPU seconds each, and what opening alone takes."""
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path
    from django.utils.timezone import now

    from config import urls
    from tomoni.core.access import login_is_enough
    from tomoni.ground.people.models import User

    keys = {name: list(model.objects.values_list("pk", flat=True)) for name, model in kinds.items()}
    taken: dict[str, list[float]] = {"sealed": [], "plain": []}
    opened: list[float] = []

    @login_is_enough
    def view(request, name: str, number: int):
        case = kinds[name].objects.get(pk=keys[name][number % len(keys[name])])
        return HttpResponse(template.render({"case": case}, request))

    urls.urlpatterns.insert(0, path("bench/<str:name>/<int:number>/", view))
    clerk = Client(SERVER_NAME="localhost")
    user, _new = User.objects.get_or_create(email="mori@example.jp", defaults={"joined_at": now()})
    clerk.force_login(user)

    def page(name: str, number: int) -> None:
        begun = process_time()
        answer = clerk.get(f"/bench/{name}/{number}/")
        taken[name].append(process_time() - begun)
        assert SHORT in answer.content.decode(), answer.content[:300]

    for number in range(pages):
        for name in ("sealed", "plain") if number % 2 else ("plain", "sealed"):
            page(name, number)
        case = kinds["sealed"].objects.get(pk=keys["sealed"][number % len(keys["sealed"])])
        begun = perf_counter()
        _ = case.lines
        opened.append(perf_counter() - begun)
    return taken, opened


if __name__ == "__main__":
    main()
