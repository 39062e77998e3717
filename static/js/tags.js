// The menu by which a chat gets its tags. It stays open, so that several can be chosen.
(() => {
  "use strict";
  const { find, origin, part, say } = window.desk;

  part("[data-tagging]", (/** @type {HTMLDetailsElement} */ menu, { on, signal }) => {
    const items = () => /** @type {HTMLElement[]} */ (Array.from(menu.querySelectorAll(".menu-list :is(button, a)")));
    menu.addEventListener("toggle", () => menu.open && items()[0]?.focus(), { signal });
    menu.addEventListener(
      "keydown",
      (event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const at = items().indexOf(origin(event));
        if (!by || at < 0) return;
        event.preventDefault();
        items()[at + by]?.focus();
      },
      { signal },
    );
    on("htmx:afterSettle", ({ detail }) => {
      const list = find("[data-tag-list]", menu);
      if (detail.target.id === list.id) say(list.dataset.announce, true);
    });
  });
})();
