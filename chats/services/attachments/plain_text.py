"""Plain text: whether a file is what people read, and not a page or a script that only bears the name of a text."""

import re

BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")  # all but tab, line breaks and form feed
# Repetitions have limits, and none crosses a line: five megabytes of blanks must not take minutes.
BLANK = "[ \\t]{0,200}"
PAGE = (
    r"<[\s/]{0,20}(?:script|svg|html|head|body|iframe|object|embed|form|meta|link|style|img|!doctype|\?xml|\?php|%)"
    r"|(?:javascript|vbscript):"
)
SHELL = (
    rf"^{BLANK}(?:@echo{BLANK}off|powershell\b|cmd{BLANK}/c|set-executionpolicy\b|sub \w+\(\)|on error resume\b)"
    r"|wscript\.|createobject\(|activexobject|invoke-expression|downloadstring\("
)
JAVASCRIPT = (
    rf"^{BLANK}(?:['\"]use strict['\"]|(?:var|let|const) [\w$]{{1,80}}{BLANK}=|(?:async )?function\b[^\n]{{0,80}}\("
    rf"|\(?\(?(?:function)?{BLANK}\([\w$, ]{{0,80}}\){BLANK}(?:=>|\{{)"
    r"|import [^\n]{1,80} from ['\"]|export (?:default|const)\b)"
    r"|\b(?:document|window|process|child_process)\.(?:write|cookie|location|exec|env)\b|\beval\("
)
# A cell that makes Excel start a program.
CELL = r"(?:^|[,;\t\"])[ ]?[=+@-][^,;\t\"\n|]{0,80}\|[ ]?'"
ACTIVE = re.compile("|".join((PAGE, SHELL, JAVASCRIPT, CELL)), re.IGNORECASE | re.MULTILINE)
# Browsers that guess look at 1.5 KB, and a script says early that it is one. All of five megabytes would take seconds.
LOOKED_AT = 128 * 1024
FIRST = re.compile(r"<[a-z!?/%]|#!", re.IGNORECASE)  # what a file that is a page or a script begins with


def is_plain_text(content: bytes) -> bool:
    """Text in UTF-8, UTF-16 with its mark or, as Excel writes CSV in Russia, Windows-1251."""
    text = decoded(content)
    if text is None or CONTROL.search(text):
        return False
    return not FIRST.match(text.lstrip()) and not ACTIVE.search(text[:LOOKED_AT])


def decoded(content: bytes) -> str | None:
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1251"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
