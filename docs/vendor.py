"""Write templates/components/sprite.html: the icons of lucide-static that the desk uses, and a few of its own.

Needs npm and tar, nothing else; run by hand when an icon or the version changes: python docs/vendor.py
"""

import base64
import hashlib
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "lucide-static@1.62.0"
INTEGRITY = "sha512-WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA=="
ICONS = {
    "alert": "triangle-alert",
    "attach": "paperclip",
    "back": "arrow-left",
    "bell": "bell",
    "bell-off": "bell-off",
    "board": "layout-dashboard",
    "chart": "chart-column",
    "check": "check",
    "clock": "clock",
    "copy": "copy",
    "danger": "circle-alert",
    "down": "chevron-down",
    "down-to": "arrow-down",
    "external": "external-link",
    "file": "file-text",
    "filter": "list-filter",
    "gauge": "gauge",
    "gavel": "gavel",
    "image": "image",
    "inbox": "inbox",
    "info": "info",
    "keyboard": "keyboard",
    "left": "chevron-left",
    "lock": "lock",
    "message": "message-square",
    "next": "skip-forward",
    "package": "package",
    "people": "users",
    "refresh": "refresh-cw",
    "reply": "reply",
    "right": "chevron-right",
    "scale": "scale",
    "search": "search",
    "send": "send-horizontal",
    "settings": "settings",
    "shield": "shield",
    "sign-out": "log-out",
    "spinner": "loader-circle",
    "store": "store",
    "tag": "tag",
    "target": "target",
    "up": "arrow-up",
    "video": "film",
    "x": "x",
}
OWN = {
    "dot": '<circle cx="12" cy="12" r="6" fill="currentColor"/>',
    "return": '<path d="M4 4h16"/><path d="m9 20-5-5 5-5"/><path d="M4 15h11a5 5 0 0 0 5-5"/>',
    "unknown": '<path d="M8 8.2a4 4 0 1 1 6 3.5c-1.3.75-2 1.5-2 3.1"/><path d="M12 20h.01"/>',
}
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", PACKAGE, "--ignore-scripts"], cwd=folder, check=True)  # noqa: S603, S607  (fixed words)
        (archive,) = Path(folder).glob("*.tgz")
        check(archive.read_bytes())
        with tarfile.open(archive) as package:
            symbols = {name: drawing(read(package, f"icons/{icon}.svg")) for name, icon in ICONS.items()}
            licence = read(package, "LICENSE")
    (ROOT / "static/vendor/lucide/LICENSE").write_text(licence)
    (ROOT / "templates/components/sprite.html").write_text(sprite({**symbols, **OWN}))


def check(archive: bytes) -> None:
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != INTEGRITY:
        raise SystemExit(f"{PACKAGE} is not what it was: {found}")


def read(package: tarfile.TarFile, name: str) -> str:
    member = package.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"{PACKAGE} has no {name}")
    return member.read().decode()


def drawing(svg: str) -> str:
    inner = re.sub(r".*<svg[^>]*>|</svg>", "", svg, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "", inner).replace(" />", "/>")


def sprite(symbols: dict[str, str]) -> str:
    lines = [f'  <symbol id="i-{name}" viewBox="0 0 24 24">{drawn}</symbol>' for name, drawn in sorted(symbols.items())]
    head = "{# Written by docs/vendor.py from lucide-static (ISC, static/vendor/lucide/LICENSE). #}"
    return "\n".join([head, '<svg class="sprite" aria-hidden="true">', *lines, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
