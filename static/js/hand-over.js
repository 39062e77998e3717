// Who has the chat: the menu by which it is handed over, and what a press on "Take" is told.
(() => {
  "use strict";
  const { all, errorInTitle, find, part, say } = window.desk;

  part("[data-hand-over]", (/** @type {HTMLDetailsElement} */ menu, { on, signal }) => {
    const error = () => find("#hand-over-error", menu);
    const names = () => /** @type {HTMLInputElement} */ (find("[data-narrow]", menu));
    const items = () =>
      all(".menu-list :is(a, button, input:not([type=hidden]))", menu).filter(
        (one) => one.offsetHeight && !(/** @type {HTMLButtonElement} */ (one).disabled),
      );
    menu.addEventListener(
      "toggle",
      () => {
        error().textContent = "";
        if (menu.open) htmx.trigger(find("#hand-over-list", menu), "hand-over");
      },
      { signal },
    );
    on("htmx:afterSwap", ({ detail }) => {
      if (detail.target.id === "hand-over-list" && menu.open) items()[0]?.focus();
    });
    menu.addEventListener("input", narrow, { signal });
    /** Leaves the colleagues one of whose names begins with what was typed. */
    function narrow() {
      const typed = names().value.trim().toLowerCase();
      for (const one of all("[data-colleague]", menu)) {
        const words = find("bdi", one)
          .textContent.toLowerCase()
          .split(/[^\p{L}\p{Nd}]+/u);
        one.hidden = !typed.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
      }
    }
    menu.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter" || event.target !== names()) return;
        event.preventDefault(); // the form's first button is not the one that was looked for
        const first = items().find((one) => "colleague" in one.dataset);
        if (names().value.trim()) first?.click();
      },
      { signal },
    );

    on("htmx:afterSettle", ({ detail }) => {
      if (detail.target.id !== "chat-holder") return;
      if (menu.open && error().textContent) {
        say(error().textContent, true);
        return errorInTitle();
      }
      say(find("#chat-holder").dataset.announce, true);
      if (!menu.open) return;
      menu.open = false;
      find("summary", menu).focus({ preventScroll: true });
    });
  });
})();
