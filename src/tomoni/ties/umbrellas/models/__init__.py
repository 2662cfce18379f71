"""Stands, the book of moves, coded umbrellas and their loans, the weather, calls for umbrellas."""

from tomoni.ties.umbrellas.models.book import Loan, Move, Press, Umbrella
from tomoni.ties.umbrellas.models.ringing import Ringing
from tomoni.ties.umbrellas.models.stations import Station
from tomoni.ties.umbrellas.models.town import Call, Helper, Weather

__all__ = ["Call", "Helper", "Loan", "Move", "Press", "Ringing", "Station", "Umbrella", "Weather"]
