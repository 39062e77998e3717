// Keyboard shortcuts, defined in presenters/shortcuts.py; this script reads them from the sheet that shows them.
(() => {
  "use strict";
  const { word, find, all, close, emit, field, isComposing, on, origin } = window.desk;
  /** @type {HTMLDialogElement} */
  const sheet = find("[data-shortcuts]");
  const shortcuts = new Map(all("[data-shortcuts] [data-codes]").map((row) => [row.dataset.codes, row]));
  const singleKeys = word.singleKeys === "on";

  /** @param {HTMLInputElement} target */
  function focus(target) {
    target.focus();
    target.select();
  }
  /** By the names that presenters give them; others are events. @type {Object<string, (target: any) => void>} */
  const actions = { focus, press: (target) => target.click(), sheet: (target) => target.showModal() };

  function tooltips() {
    if (!singleKeys) return;
    for (const row of shortcuts.values()) {
      const target = find(row.dataset.for);
      const label = target?.getAttribute("aria-label");
      if (label) target.title = `${label} · ${find("kbd", row).textContent}`;
    }
  }

  // ---- a shortcut is one chord ("Mod+KeyK") or two, one after the other ("KeyC KeyO")
  /** @param {KeyboardEvent} event */
  function chordOf(event) {
    // The question mark goes by its character, all other keys by their position on the keyboard.
    if (event.key === "?") return "Shift+Slash";
    const mod = event.ctrlKey || event.metaKey ? "Mod+" : "";
    return mod + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.code;
  }
  let begun = ""; // the first of two chords, for a second and a half
  let forgetBegun = 0;
  /** @param {KeyboardEvent} event */
  function runShortcut(event) {
    const chord = chordOf(event);
    const row = shortcuts.get(begun ? `${begun} ${chord}` : chord) || shortcuts.get(chord);
    begun = "";
    clearTimeout(forgetBegun);
    const target = row && find(row.dataset.for);
    if (target) {
      event.preventDefault();
      const act = actions[row.dataset.action];
      if (act) act(target);
      else emit(/** @type {any} */ (row.dataset.action));
    } else if ([...shortcuts.keys()].some((codes) => codes.startsWith(`${chord} `))) {
      begun = chord;
      forgetBegun = setTimeout(() => {
        begun = "";
      }, 1500);
    }
  }

  // ---- lists
  /** The row that an arrow leads to: from the lookup field into the first list, and back.
   * @param {KeyboardEvent} event */
  function rowAfter(event) {
    const rows = all("[data-walk] .row").filter((row) => row.getClientRects().length);
    const at = rows.indexOf(origin(event).closest(".row"));
    const inField = event.target === field();
    if (event.key === "ArrowDown" && (inField || at >= 0)) return rows[at + 1];
    if (event.key === "ArrowUp" && at >= 0) return rows[at - 1] || field();
    return null;
  }
  /** @param {KeyboardEvent} event */
  function choiceOf(event) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    return digit && find(`[data-choice="${digit[1]}"]`)?.closest("a");
  }

  /** @param {HTMLAnchorElement} link */
  function follow(link) {
    if (link && link.href !== location.href) link.click();
  }
  /** @param {KeyboardEvent} event */
  function pressEscape(event) {
    const from = /** @type {HTMLElement} */ (origin(event).closest("[data-escape]"));
    /** @type {HTMLDetailsElement} */
    const menu = find("details[open]");
    const strip = find("[data-escape-closes]");
    const list = /** @type {HTMLElement} */ (origin(event).closest("[data-escape-follows]"));
    if (from) {
      event.preventDefault();
      const ways = from.dataset.escape.split(",").map((selector) => find(selector));
      ways.find((way) => way?.getClientRects().length)?.focus({ preventScroll: true });
    } else if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else if (strip?.offsetHeight) close(find(strip.dataset.escapeCloses));
    else if (list) follow(find(list.dataset.escapeFollows));
  }

  document.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.defaultPrevented || find("dialog[open]")) return;
    if (event.key === "Escape") return pressEscape(event);
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const typing = origin(event).closest("input, select, textarea, [contenteditable]");
    const next = modified || event.shiftKey ? null : rowAfter(event);
    if (next) {
      event.preventDefault();
      return next.focus();
    }
    const item = event.key === "Delete" && !typing && origin(event).closest("li");
    /** @type {HTMLFormElement} */
    const forget = item && find("[data-forget]", item);
    if (forget) return forget.requestSubmit();
    if (modified) return runShortcut(event);
    if (typing || !singleKeys) return;
    const choice = choiceOf(event);
    if (choice) choice.click();
    else runShortcut(event);
  });

  document.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
    const button = origin(event).closest("button");
    if (!button || !("sheet" in button.dataset)) return;
    /** @type {HTMLDetailsElement} */
    const menu = find("details.menu[open]");
    if (menu) menu.open = false;
    sheet.showModal();
  });
  on("htmx:afterSettle", tooltips);
  tooltips();
})();
