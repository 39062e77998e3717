"""The scripts and style sheets as a whole: what linters cannot know of them."""

import re
from pathlib import Path

import pytest

from chats.static_files import BUNDLES, BundledStorage, joined

STATIC = Path(__file__).parent.parent / "static"
OF_ONE_TEMPLATE = {
    *(
        "answers",
        "beside",
        "board",
        "bulk",
        "composer",
        "conversation",
        "draft",
        "files",
        "hand-over",
        "inbox",
        "intake",
        "lookup",
        "notices",
    ),
    *("mentions", "notes", "palette", "seen", "sending", "snooze", "unsent"),
}
OF_EVERY_PAGE = {"#live-alert", "#live-log", "#live-status"}  # regions of base.html
NOT_BUNDLED = {"css/admin.css", "js/admin.js"}  # for Django's admin, which has its own pages


def scripts() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (STATIC / "js").glob("*.js")}


def test_every_file_is_in_its_bundle():
    bundled = {f"{name.partition('/')[0]}/{part}{Path(name).suffix}" for name in BUNDLES for part in BUNDLES[name]}
    files = {f"{path.parent.name}/{path.name}" for folder in ("js", "css") for path in (STATIC / folder).iterdir()}

    assert bundled == files - NOT_BUNDLED


@pytest.mark.parametrize("bundle", BUNDLES)
def test_a_bundle_is_its_files_joined_without_comments(bundle, tmp_path):
    storage = BundledStorage(location=tmp_path, base_url="/static/")

    list(storage.post_process({}))

    folder, kind = bundle.partition("/")[0], Path(bundle).suffix
    (collected,) = (tmp_path / folder).glob(f"all.*{kind}")
    text = collected.read_text(encoding="utf-8")
    assert text == joined(bundle)
    files = [(STATIC / folder / f"{part}{kind}").read_text(encoding="utf-8") for part in BUNDLES[bundle]]
    assert len(text) < 0.95 * len("".join(files))
    assert "/**" not in text
    assert "\n//" not in text
    assert code_of(text) == code_of("\n".join(files))


def code_of(script: str) -> list[str]:
    """Its lines without indentation, comments and types."""
    lines = [line.strip() for line in re.sub(r"/\*.*?\*/ ?", "", script, flags=re.DOTALL).splitlines()]
    return [line for line in lines if line and not line.startswith("//")]


def test_no_text_of_a_script_goes_over_several_lines():
    """Or the bundle would have it without its indentation."""
    for name, text in scripts().items():
        odd = [line for line in text.splitlines() if re.sub('"[^"]*"', "", line).count("`") % 2]
        assert not odd, f"{name}.js: {odd[0].strip()}"


def test_a_script_of_every_page_knows_no_id_of_one():
    for name, text in scripts().items():
        code = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
        known = set(re.findall(r"#[a-z][a-z-]*(?=[\"'`\s\[.:])", code)) - OF_EVERY_PAGE
        assert not known or name in OF_ONE_TEMPLATE, f"{name}.js knows {known}: declare it by attribute"


def test_only_the_first_script_defines_what_the_others_use():
    first, *others = BUNDLES["js/all.js"]

    assert first == "desk"
    for name in others:
        assert not re.search(r"\bdesk\.\w+ =|Object\.assign\(window", scripts()[name]), f"{name}.js defines for others"
