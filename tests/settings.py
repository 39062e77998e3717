import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("TOKEN_KEYS", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")

from dashboard.settings import *  # noqa: F403  (the environment has to be set first)
from dashboard.settings import DATABASES

# A file, not memory: threads of a live server share it as they do in production.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.mkdtemp(prefix="desk-tests-")) / "test.sqlite3")}
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MARKET_API_URL = "http://127.0.0.1:9"  # nothing listens: a test that needs Market starts the sandbox
LOOKUPS_PER_MINUTE = 10_000  # tests are quicker than people
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="desk-static-"))
WHITENOISE_USE_FINDERS = True
# Files are looked for when a test asks for one. Else every client of a test would look at all of them first, which was
# more than a third of the time of a test that asks for a page.
WHITENOISE_AUTOREFRESH = True
