"""The solver that every room shares: HiGHS, as all of one process must set it up.

HiGHS keeps one crew of threads for a process. The first who solves decides how many they are, and
whoever later asks for another number gets no answer at all ("Not Set"). So rooms do not make a
solver of their own.
"""

from typing import Any


def solver() -> Any:
    """A `highspy.Highs` that says nothing and works with one thread, the same way each time."""
    import highspy  # Slow to load, and only who solves needs it.

    made = highspy.Highs()
    made.silent()
    made.setOptionValue("threads", 1)
    made.setOptionValue("random_seed", 1)
    return made
