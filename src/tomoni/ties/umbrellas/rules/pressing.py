"""Which press counts: a double press is one, a machine is stopped, a hotel's guests are not.

Figures are ours: a phone that presses twice does so within seconds; a family of six presses six
times; sixty new devices an hour behind one address is more than the largest hotel's lobby.
"""

from datetime import timedelta

SAME_PRESS = timedelta(seconds=8)
UNDO_WITHIN = timedelta(minutes=10)
KEPT = timedelta(days=2)  # After that nobody knows any more which device pressed.
DEVICE_WINDOW, MOST_OF_DEVICE = timedelta(minutes=10), 12
SENDER_WINDOW, MOST_NEW_OF_SENDER = timedelta(hours=1), 60
MOST_AT_ONCE = 9  # At the stand; more is noted by the shop or by telephone.


def is_flood(*, of_device: int, new_of_sender: int, is_known: bool) -> bool:
    """Whether a press is one too many.

    Args:
        of_device: Presses of this device within DEVICE_WINDOW.
        new_of_sender: Presses within SENDER_WINDOW from the same address by devices seen for the
            first time. Known devices do not count, so guests of one hotel never shut each other out.
        is_known: Whether this device brought a mark that we gave it.
    """
    if of_device >= MOST_OF_DEVICE:
        return True
    return not is_known and new_of_sender >= MOST_NEW_OF_SENDER
