"""Everything that writes notices. Other rooms call `tell` and `tell_many`."""

from tomoni.ground.notices.actions.telling import tell, tell_many
from tomoni.ground.notices.recipients import Recipient

__all__ = ["Recipient", "tell", "tell_many"]
