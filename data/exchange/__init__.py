"""Other people's formats, read into drafts: CSV as municipalities publish it, and GeoJSON.

A reader reports everything that it did to a cell and everything that it could not use. It
refuses a row with a reason, never a whole file for one bad row, and never guesses.
"""

from data.exchange.reading import FileReading, read_file
from data.exchange.row import Row, UnreadableFileError

__all__ = ["FileReading", "Row", "UnreadableFileError", "read_file"]
