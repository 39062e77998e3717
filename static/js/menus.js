// The arrow keys walk through an open menu.
(() => {
  "use strict";
  const { all, origin } = window.desk;

  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = origin(event);
    const menu = /** @type {HTMLElement} */ (from.closest("[data-arrows]"));
    // In a field for a time, the arrows change its numbers.
    if (!by || !menu || from.matches("[type=datetime-local]")) return;
    const items = all(":is(a, button, input:not([type=hidden]))", menu).filter(
      (one) => one.offsetHeight && !(/** @type {HTMLButtonElement} */ (one).disabled),
    );
    const at = items.indexOf(from);
    if (at < 0) return;
    event.preventDefault();
    items[at + by]?.focus();
  });
})();
