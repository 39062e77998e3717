"""The words for problems that stop a reply before it is sent."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy

from chats import problems
from chats.presenters.words.entry import DANGER, WARN, Entry

KEPT = gettext_lazy("The desk keeps what you wrote.")

REPLY_ENTRIES: Final[Mapping[str, Entry]] = {
    problems.DBS_RETURN: Entry(
        tone=WARN,
        short=gettext_lazy("no chats about returns here"),
        title=gettext_lazy("Stores of the type DBS cannot have chats about returns"),
        text=gettext_lazy("Market opens no chats about returns for the DBS stores of “%(seller)s”."),
        advice=gettext_lazy("Look up the number of the order, and start a chat about that."),
    ),
    problems.READ_ONLY_TOKEN: Entry(
        tone=DANGER,
        short=gettext_lazy("key may not write"),
        title=gettext_lazy("The seller’s key may not write to buyers"),
        text=gettext_lazy("The key of “%(seller)s” may read chats but not reply in them."),
        advice=gettext_lazy(
            "For the administrator: the key needs the permission for communication, which is given in Market’s "
            "cabinet, under API and modules."
        ),
    ),
    problems.USED_ID: Entry(
        tone=WARN,
        short=gettext_lazy("form of another reply"),
        title=gettext_lazy("This form belongs to another reply"),
        text=gettext_lazy("Nothing was sent for “%(seller)s”: the form came from another chat or another person."),
        advice=gettext_lazy("Reload the chat and send it from there."),
    ),
    problems.EMPTY_TEXT: Entry(
        tone=WARN,
        short=gettext_lazy("nothing written"),
        title=gettext_lazy("There is nothing to send yet"),
        text=gettext_lazy("A message to a buyer of “%(seller)s” needs at least one visible character."),
        advice=gettext_lazy("Write something first."),
    ),
    problems.TOO_LONG: Entry(
        tone=WARN,
        short=gettext_lazy("too long"),
        title=gettext_lazy("The message is too long for Market"),
        text=gettext_lazy("Market accepts at most 4096 characters at a time. Nothing was sent for “%(seller)s”."),
        advice=KEPT,
    ),
    problems.MISSING_VALUE: Entry(
        tone=WARN,
        short=gettext_lazy("value missing"),
        title=gettext_lazy("A value is still missing: fill in what stands in [[…]] or {…}, or take it out"),
        text=gettext_lazy("Nothing was sent for “%(seller)s”: the buyer would have seen the gap."),
        advice=KEPT,
    ),
    problems.LIKE_A_KEY: Entry(
        tone=WARN,
        short=gettext_lazy("looks like a key"),
        title=gettext_lazy("This looks like an API key of Market’s"),
        text=gettext_lazy("Nothing was sent for “%(seller)s”: whoever has the key can read and answer every chat."),
        advice=gettext_lazy("Take it out. The draft is kept without it."),
    ),
    problems.EMPTY_FILE: Entry(
        tone=WARN,
        short=gettext_lazy("empty file"),
        title=gettext_lazy("The file is empty"),
        text=gettext_lazy("Nothing was sent for “%(seller)s”."),
        advice=gettext_lazy("Choose another file."),
    ),
    problems.TOO_LARGE: Entry(
        tone=WARN,
        short=gettext_lazy("file too large"),
        title=gettext_lazy("The file is larger than 5 MB"),
        text=gettext_lazy("Market accepts files of at most 5 MB. Nothing was sent for “%(seller)s”."),
        advice=gettext_lazy("Choose a smaller file, or make this one smaller."),
    ),
    problems.FILE_TYPE: Entry(
        tone=WARN,
        short=gettext_lazy("file type"),
        title=gettext_lazy("The desk does not send files of this kind"),
        text=gettext_lazy("The desk sends only files whose content it can judge. Nothing was sent for “%(seller)s”."),
        advice=gettext_lazy("Choose another file, or save this one as PDF."),
    ),
    problems.TOO_MANY_FILES: Entry(
        tone=WARN,
        short=gettext_lazy("too many files"),
        title=gettext_lazy("Up to 10 files can be sent at a time. Nothing was sent yet"),
        text=gettext_lazy("More than 10 files were chosen for “%(seller)s”."),
        advice=gettext_lazy("Choose fewer files."),
    ),
}
