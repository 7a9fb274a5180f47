"""Sequencing and navigation of SCORM 2004 4th Edition: the activity tree, its rules, and what is delivered next."""

from .engine import Delivery, Entry, Sequencer

__all__ = ["Delivery", "Entry", "Sequencer"]
