"""The command line: `tomoni serve`, `tomoni demo`, `tomoni import places FILE…` and so on.

Every command is a Django management command of some room; `import` chooses by its first word,
so that each room brings its own importer (`import_places`, `import_map`).
"""

import os
import sys


def main(argv: list[str] | None = None) -> None:
    words = list(sys.argv if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(words) >= 2 and words[1] == "import":
        if len(words) < 3 or words[2].startswith("-"):
            raise SystemExit("Write what to import: tomoni import places FILE… or map FILE…")
        words[1:3] = [f"import_{words[2]}"]
    if len(words) >= 3 and words[1] == "audit":
        words[1:3] = [f"audit_{words[2]}"]
    from django.core.management import execute_from_command_line

    execute_from_command_line(words)


if __name__ == "__main__":
    main()
