"""The tables of volunteering, by subject."""

from tomoni.doing.volunteering.models.hours import Attendance, Certificate, Feedback
from tomoni.doing.volunteering.models.incidents import Incident
from tomoni.doing.volunteering.models.needs import Kind, Need, Skill
from tomoni.doing.volunteering.models.registers import Course, Register, Registered
from tomoni.doing.volunteering.models.shifts import Post, Shift, Turn
from tomoni.doing.volunteering.models.soundings import Sounding
from tomoni.doing.volunteering.models.volunteers import Volunteer, VolunteerSkill

__all__ = [
    "Attendance",
    "Certificate",
    "Course",
    "Feedback",
    "Incident",
    "Kind",
    "Need",
    "Post",
    "Register",
    "Registered",
    "Shift",
    "Skill",
    "Sounding",
    "Turn",
    "Volunteer",
    "VolunteerSkill",
]
