// The menu by which a chat is set aside, and the line that says so afterwards.
(() => {
  "use strict";
  const { errorInTitle, find, origin, part, say } = window.desk;
  const UNDO = 10000; // how long what was done can be undone in place

  part("[data-snooze]", (/** @type {HTMLDetailsElement} */ menu, { on, signal }) => {
    const items = () =>
      /** @type {HTMLElement[]} */ (
        Array.from(menu.querySelectorAll(".menu-list :is(button, input:not([type=hidden]))"))
      );
    const isRefused = () => Boolean(find("#snooze-error").textContent);
    const begin = () => (isRefused() ? find("#snooze-at") : items()[0]).focus();
    menu.addEventListener("toggle", () => menu.open && begin(), { signal });
    menu.addEventListener(
      "keydown",
      (event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const at = items().indexOf(origin(event));
        if (!by || at < 0 || origin(event).matches("input")) return; // in the field, the arrows change its numbers
        event.preventDefault();
        items()[at + by]?.focus();
      },
      { signal },
    );

    on("htmx:afterSettle", ({ detail }) => {
      if (detail.target.id !== "chat-snoozed") return;
      if (isRefused()) return refuse();
      menu.open = false;
      /** @type {HTMLInputElement} */
      const field = find("#snooze-at");
      field.value = "";
      field.removeAttribute("aria-invalid");
      const line = find("#chat-snoozed");
      if (find("button", line)) line.focus({ preventScroll: true });
      else find("#snooze").focus({ preventScroll: true });
      say(line.dataset.announce || menu.dataset.back, true);
      endUndo(line);
    });
    function refuse() {
      menu.open = true;
      const field = find("#snooze-at");
      field.setAttribute("aria-invalid", "true");
      say(find("#snooze-error").textContent, true);
      errorInTitle();
    }
    /** @param {HTMLElement} line */
    function endUndo(line) {
      const undo = find("[data-undo]", line);
      if (!undo) return;
      const end = () => {
        const held = undo === document.activeElement;
        find("[data-bring-back]", line).hidden = false;
        if (held) find("[data-bring-back]", line).focus({ preventScroll: true });
        undo.remove();
      };
      setTimeout(end, UNDO);
    }
  });
})();
