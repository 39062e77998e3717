"""gunicorn's logging, without what a log must not hold."""

from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from dashboard.logs import DESK_LINE, RedactingFormatter


class AccessLog(Logger):
    """gunicorn's loggers: an access line shows the path, never the query string or headers, and every line, gunicorn's
    own included, goes through the desk's redacting formatter."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for logger, line in ((self.error_log, DESK_LINE), (self.access_log, "%(message)s")):
            for handler in logger.handlers:
                handler.setFormatter(RedactingFormatter(line))

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        # Only what `access_log_format` uses: the others hold headers and query strings.
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: atoms[name] for name in "htmsUBM"}
