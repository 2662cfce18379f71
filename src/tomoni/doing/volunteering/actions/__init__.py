"""The only writers of volunteering. Rooms that need hands call `ask`."""

from tomoni.doing.volunteering.actions.needs import ask

__all__ = ["ask"]
