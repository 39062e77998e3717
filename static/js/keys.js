(() => {
  "use strict";
  const { desk } = window;
  const { word, find, all, field } = desk;

  // ---- keys: the sheet is the registry
  const sheet = find("#keys");
  const keys = new Map(all("#keys [data-codes]").map((row) => [row.dataset.codes, row]));
  const singleKeys = word.singleKeys === "on";
  const actions = {
    focus: (target) => (target.focus(), target.select()),
    press: (target) => target.click(),
    write: () => desk.write(),
    sheet: (target) => target.showModal(),
  };
  let begun = "";
  let forgetBegun = 0;
  function tooltips() {
    for (const row of keys.values()) {
      const target = find(row.dataset.for);
      if (target && singleKeys && target.hasAttribute("aria-label")) {
        target.title = `${target.getAttribute("aria-label")} · ${find("kbd", row).textContent}`;
      }
    }
  }
  function chord(event) {
    const question = event.key === "?" ? "Shift+Slash" : "";
    return question || (event.ctrlKey || event.metaKey ? "Mod+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.code;
  }
  function pressed(event) {
    const now = chord(event);
    const whole = begun ? `${begun} ${now}` : now;
    begun = "";
    clearTimeout(forgetBegun);
    const row = keys.get(whole) || keys.get(now);
    const target = row && find(row.dataset.for);
    if (target) {
      event.preventDefault();
      actions[row.dataset.action](target);
    } else if ([...keys.keys()].some((codes) => codes.startsWith(`${now} `))) {
      begun = now;
      forgetBegun = setTimeout(() => (begun = ""), 1500);
    }
    return Boolean(row);
  }
  const rows = () => all("[data-walk] .row").filter((row) => row.getClientRects().length);
  function walk(event) {
    const list = rows();
    const at = list.indexOf(event.target.closest(".row"));
    const inField = event.target === field();
    if (event.key === "ArrowDown" && (inField || at >= 0)) return list[at + 1];
    if (event.key === "ArrowUp" && at >= 0) return list[at - 1] || field();
    return null;
  }
  function chosen(event) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const mark = digit && find(`[data-choice="${digit[1]}"]`);
    return mark && mark.closest("a");
  }
  function escape() {
    const menu = find("details[open]");
    if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else if (find(".strip :is(.result, .field-error:not(:empty))")) {
      desk.close(find("#lookup-result"));
    }
  }
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || find("dialog[open]")) return;
    if (event.key === "Escape") return escape();
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    const next = modified || event.shiftKey ? null : walk(event);
    if (next) {
      event.preventDefault();
      return next.focus();
    }
    const forget = event.key === "Delete" && !typing && find("[data-forget]", event.target.closest("li") || document.createElement("li"));
    if (forget) return forget.requestSubmit();
    if (modified) return void pressed(event);
    if (typing || !singleKeys) return;
    const choice = chosen(event);
    if (choice) choice.click();
    else pressed(event);
  });

  document.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
    const button = event.target.closest("button");
    if (!button || !("sheet" in button.dataset)) return;
    const menu = find("details.menu[open]");
    if (menu) menu.open = false;
    sheet.showModal();
  });
  desk.tooltips = tooltips;
  tooltips();
})();
