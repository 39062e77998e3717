// The menu by which a chat gets its tags. It stays open, so that several can be chosen.
(() => {
  "use strict";
  const { find, part, say } = window.desk;

  part("[data-tagging]", (/** @type {HTMLDetailsElement} */ menu, { on, signal }) => {
    menu.addEventListener("toggle", () => menu.open && find(".menu-list :is(button, a)", menu)?.focus(), { signal });
    on("htmx:afterSettle", ({ detail }) => {
      const list = find("[data-tag-list]", menu);
      if (detail.target.id === list.id) say(list.dataset.announce, true);
    });
  });
})();
