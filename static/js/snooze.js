// The menu by which a chat is set aside, and the line that says so afterwards.
(() => {
  "use strict";
  const { errorInTitle, find, part, say } = window.desk;
  const UNDO = 10000; // how long what was done can be undone in place

  part("[data-snooze]", (/** @type {HTMLDetailsElement} */ menu, { on, signal }) => {
    const isRefused = () => Boolean(find("#snooze-error").textContent);
    const begin = () =>
      find(isRefused() ? "#snooze-at" : ".menu-list :is(button, input:not([type=hidden]))", menu).focus();
    menu.addEventListener("toggle", () => menu.open && begin(), { signal });

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
