"""Reads every business's lists of chats, pass by pass and page by page, so that the desk knows each chat beforehand."""

from chats.services.sweep.begin import Progress, begin_all, pause, progress_of, resume, sweep_now
from chats.services.sweep.passes import due_syncs
from chats.services.sweep.turn import turn

__all__ = ["Progress", "begin_all", "due_syncs", "pause", "progress_of", "resume", "sweep_now", "turn"]
