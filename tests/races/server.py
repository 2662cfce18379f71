"""The running town of the races: several processes, with the guard taken out that is named."""

import os


def main() -> None:
    """Serve until told to end; `PORT` and `RACE_WITHOUT` stand in the environment."""
    from granian import Granian
    from granian.constants import Interfaces

    is_guarded = not os.environ["RACE_WITHOUT"]
    Granian(
        "tests.races.unguarded:application",
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=int(os.environ["PORT"]),
        # Two processes where a guard must hold; hands in one process show a missing one.
        workers=2 if is_guarded else 1,
        blocking_threads=4 if is_guarded else 8,
    ).serve()
