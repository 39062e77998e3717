// Several chats of the list at once: which are selected, by pointer and by keyboard, and what is said of what was done.
(() => {
  "use strict";
  const { all, errorInTitle, find, on, origin, say } = window.desk;
  const MOST = 50; // chats that the desk takes at once
  const UNDO = 10000; // how long what was done can be undone in place
  const inbox = () => find("#inbox");
  if (!inbox()) return;
  const boxes = () =>
    /** @type {HTMLInputElement[]} */ (
      all("#inbox-rows li:not([data-gone]) [name=chat]").filter((box) => box.closest("li"))
    );
  const picked = () => boxes().filter((box) => box.checked);
  /** The row that was selected last: a range begins there. @type {HTMLInputElement} */
  let anchor = null;
  let isOpen = "picking" in inbox().dataset; // by the button above the list: also while nothing is selected

  function refresh() {
    const count = picked().length;
    const shows = isOpen || count > 0;
    inbox().toggleAttribute("data-picking", shows);
    find("[data-pick]")?.setAttribute("aria-pressed", String(shows));
    if (shows && !find("#bulk-form")) htmx.trigger(find("#bulk"), "picking");
    const { none, some } = find("#bulk").dataset;
    const words = count ? some.replace("%(count)s", String(count)) : none;
    const place = find("[data-picked]");
    if (place) place.textContent = words;
    for (const button of /** @type {HTMLButtonElement[]} */ (all(".bulk-acts button"))) button.disabled = !count;
    return words;
  }
  /** @param {HTMLInputElement} box @param {boolean} on */
  function pick(box, on) {
    if (on && !box.checked && picked().length >= MOST) return;
    box.checked = on;
  }
  /** @param {HTMLInputElement} box @param {{ range?: boolean }} how */
  function choose(box, { range = false } = {}) {
    const shown = boxes();
    const [from, to] = [shown.indexOf(anchor), shown.indexOf(box)];
    if (range && from >= 0) {
      for (const one of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) pick(one, anchor.checked);
    } else {
      pick(box, !box.checked);
      anchor = box;
    }
    say(refresh());
  }
  function clear() {
    isOpen = false;
    for (const box of all("#inbox-rows [name=chat]")) /** @type {HTMLInputElement} */ (box).checked = false;
    anchor = null;
    say(refresh());
  }
  /** The box of the row that has the focus, or whose chat is open. */
  function present() {
    const row = document.activeElement?.closest("#inbox-rows li") || find("#inbox-rows [aria-current]")?.closest("li");
    return /** @type {HTMLInputElement} */ (row ? find("[name=chat]", row) : boxes()[0]);
  }
  on("desk:pick", () => {
    const box = present();
    if (!box) return;
    find(".row", box.closest("li")).focus({ preventScroll: true }); // from here on to the next
    choose(box);
  });
  on("desk:pick-range", () => present() && choose(present(), { range: true }));

  document.addEventListener(
    "click",
    (event) => {
      const target = origin(event);
      const row = target.closest("#inbox-rows li");
      const box = row && /** @type {HTMLInputElement} */ (find("[name=chat]", row));
      if (box && event.shiftKey && !(event.ctrlKey || event.metaKey)) {
        event.preventDefault(); // of a link it would open a window
        event.stopPropagation();
        // The browser puts a box back to what it was once the event that was prevented is over.
        if (target.closest(".pick")) setTimeout(() => choose(box, { range: true }));
        else choose(box, { range: true });
      } else if (target.closest("[data-pick]")) {
        event.preventDefault();
        if (isOpen || picked().length) clear();
        else isOpen = true;
        refresh();
      } else if (target.closest("[data-pick-none]")) clear();
      else if (target.closest("[data-pick-all]")) {
        for (const one of boxes()) pick(one, true);
        say(refresh());
      }
    },
    true,
  );
  document.addEventListener("change", (event) => {
    if (!origin(event).matches("#inbox-rows [name=chat]")) return;
    anchor = /** @type {HTMLInputElement} */ (event.target);
    if (anchor.checked && picked().length > MOST) anchor.checked = false;
    say(refresh());
  });
  // Before the other scripts: with something selected, Escape is for that.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !("picking" in inbox().dataset) || event.defaultPrevented) return;
      if (find("dialog[open], details[open]") || origin(event).closest("textarea, input:not([type=checkbox])")) return;
      event.preventDefault();
      event.stopPropagation();
      clear();
    },
    true,
  );
  // Rows that leave the list are no longer selected, though they can be seen for a while.
  function leaveOut() {
    const left = /** @type {HTMLInputElement[]} */ (all("#inbox-rows [data-gone] [name=chat]"));
    for (const box of left) box.checked = false;
    if ("picking" in inbox().dataset) refresh();
  }
  new MutationObserver(leaveOut).observe(find("#inbox-rows"), {
    childList: true,
    subtree: true,
    attributeFilter: ["data-gone"],
  });

  on("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id === "bulk") refresh();
  });
  on("htmx:afterSettle", ({ detail }) => {
    if (detail.target.id !== "bulk-said") return;
    const said = find("#bulk-said");
    for (const menu of /** @type {HTMLDetailsElement[]} */ (all(".bulk-menu[open]"))) menu.open = false;
    say(said.textContent.replace(/\s+/g, " ").trim(), true);
    if ("error" in said.dataset) return errorInTitle();
    for (const box of picked()) box.checked = false;
    refresh();
    said.focus({ preventScroll: true });
    setTimeout(() => {
      if (said.contains(document.activeElement)) find("#inbox-rows .entry")?.focus({ preventScroll: true });
      said.replaceChildren();
    }, UNDO);
  });
  // Without scripts it leads to another address; with them it is a button.
  find("[data-pick]")?.setAttribute("role", "button");
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !origin(event).matches("[data-pick]")) return;
    event.preventDefault();
    origin(event).click();
  });
  refresh();
})();
