// Mentioning a colleague in a note: after “@” and a letter or two, a list of those who see the seller stands above the
// field. What is chosen becomes plain text; the desk finds the names in it.
window.desk.part("#note-form", (_form, life) => {
  "use strict";
  const { on, signal } = life;
  const { all, find, isComposing, say } = window.desk;
  /** @type {HTMLTextAreaElement} */
  const text = find("#note-text");
  const list = find("#note-people");
  const MOST = 8; // shown at once
  let asked = false;

  /** Where the “@” stands before the caret, and what is written after it; null where nobody is being mentioned. */
  function mention() {
    if (text.selectionStart !== text.selectionEnd) return null;
    const before = text.value.slice(0, text.selectionStart);
    const found = /(?:^|[^\p{L}\p{N}_@./-])@([\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]*)?)$/u.exec(before);
    return found && { at: before.length - found[1].length, begun: found[1].toLowerCase() };
  }
  const options = () => all("[role=option]", list);
  const shown = () => options().filter((one) => !one.hidden);
  const active = () => find("[aria-selected=true]", list);

  /** Shows those whose name, or a word of it, begins so. */
  function show() {
    const now = document.activeElement === text ? mention() : null;
    if (now && !asked) {
      asked = true;
      return htmx.trigger(list, "people");
    }
    const fitting = now ? options().filter((one) => fits(one, now.begun)) : [];
    for (const one of options()) one.hidden = !fitting.slice(0, MOST).includes(one);
    list.hidden = !fitting.length;
    if (!fitting.length) return choose(null);
    if (!shown().includes(active())) choose(shown()[0]);
  }
  /** @param {HTMLElement} option @param {string} begun */
  function fits(option, begun) {
    const names = [option.textContent.trim().toLowerCase(), option.dataset.written.toLowerCase()];
    return names.some((name) => name.startsWith(begun) || name.split(" ").some((word) => word.startsWith(begun)));
  }
  /** @param {HTMLElement | null} option */
  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) text.setAttribute("aria-activedescendant", option.id);
    else text.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
    if (option) say(option.textContent.trim(), true);
  }
  /** @param {HTMLElement} option */
  function take(option) {
    const { at } = mention();
    text.setRangeText(`${option.dataset.written} `, at, text.selectionStart, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
    hide();
  }
  function hide() {
    list.hidden = true;
    choose(null);
  }
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (list.hidden || event.target !== text || isComposing(event) || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = shown();
    if (step) choose(rows[(rows.indexOf(active()) + step + rows.length) % rows.length]);
    else if (event.key === "Enter" || event.key === "Tab") take(active());
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", onKey, { capture: true, signal }); // before the form and the list of chats
  text.addEventListener("input", show);
  text.addEventListener("blur", () => setTimeout(hide, 150));
  list.addEventListener("pointerdown", (event) => {
    const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
    event.preventDefault(); // the focus stays in the field
    if (option) take(/** @type {HTMLElement} */ (option));
  });
  on("htmx:afterSettle", ({ detail }) => detail.target === list && show());
});
