"""Forms: they validate what a browser sends before a service gets it."""

from chats.forms.assign import AssignForm, had_by
from chats.forms.bulk import BulkForm
from chats.forms.inbox import SavedViewForm
from chats.forms.lookup import LookupForm
from chats.forms.people import FirstAdministratorForm, NameForm, PasswordForm, PreferencesForm, SignInForm
from chats.forms.prepared import DeskAnswerForm, PreparedAnswerForm
from chats.forms.replies import FileForm, NewChatForm, ReplyForm
from chats.forms.reports import ReportForm, by_of
from chats.forms.search import SearchForm
from chats.forms.snooze import SnoozeForm
from chats.forms.tags import GiveTagForm, TagForm
from chats.forms.team import NewPasswordForm, PersonForm, TargetForm

__all__ = [
    "AssignForm",
    "BulkForm",
    "DeskAnswerForm",
    "FileForm",
    "FirstAdministratorForm",
    "GiveTagForm",
    "LookupForm",
    "NameForm",
    "NewChatForm",
    "NewPasswordForm",
    "PasswordForm",
    "PersonForm",
    "PreferencesForm",
    "PreparedAnswerForm",
    "ReplyForm",
    "ReportForm",
    "SavedViewForm",
    "SearchForm",
    "SignInForm",
    "SnoozeForm",
    "TagForm",
    "TargetForm",
    "by_of",
    "had_by",
]
