"""A run as data frames, and as files for other programs."""

from groundwood.eval.exporting.export import FORMATS, export
from groundwood.eval.exporting.frames import frames

__all__ = ["FORMATS", "export", "frames"]
