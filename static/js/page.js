// For every page: menus and buttons, and what htmx may keep in the browser.
(() => {
  "use strict";
  const { close, find, on, origin, retry } = window.desk;

  document.addEventListener("click", (event) => {
    /** @type {HTMLDetailsElement} */
    const menu = find("details.menu[open]");
    if (menu && !menu.contains(origin(event))) menu.open = false;
    const button = origin(event).closest("button");
    if (!button) return;
    if ("retry" in button.dataset) retry();
    else if (button.dataset.close) close(find(button.dataset.close));
  });

  // ---- htmx may store nothing about a buyer in the browser, not even the address. (Back asks the desk: beside.js.)
  function keepNoAddress() {
    try {
      sessionStorage.removeItem("htmx-current-path-for-history");
    } catch {
      return; // storage is switched off: nothing was kept
    }
  }
  keepNoAddress();
  on("htmx:pushedIntoHistory", keepNoAddress);
})();
