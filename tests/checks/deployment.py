"""Django's own deployment check, over the settings of a desk behind HTTPS; a warning fails it."""

import os
import subprocess
import sys

from dashboard.first_run import env_file_text


def main() -> None:
    fresh = dict(line.split("=", 1) for line in env_file_text(demo=False).splitlines() if not line.startswith("#"))
    environment = {**os.environ, **fresh, "ENV_FILE": os.devnull, "HTTPS": "on", "ALLOWED_HOSTS": "desk.example.com"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
