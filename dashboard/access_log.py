from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from dashboard.logs import DESK_LINE, RedactingFormatter


class AccessLog(Logger):
    """Access lines show paths, never query strings or headers; every line, gunicorn's own too, passes the desk's
    redacting formatter."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for logger, line in ((self.error_log, DESK_LINE), (self.access_log, "%(message)s")):
            for handler in logger.handlers:
                handler.setFormatter(RedactingFormatter(line))

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: atoms[name] for name in "htmsUBM"}
