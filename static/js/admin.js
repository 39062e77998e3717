// The one script of the administration: buttons that copy a field. They are hidden where no script runs.
(() => {
  "use strict";
  /** @param {HTMLElement} button @param {string | null} word what the button says but for two seconds after a copy */
  async function copy(button, word) {
    const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copy || ""));
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // execCommand is deprecated, but the only way without https. If it fails too, the field is selected.
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copied || "";
    setTimeout(() => {
      button.textContent = word;
    }, 2000);
  }
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const one = /** @type {HTMLElement} */ (button);
    one.hidden = false;
    const word = one.textContent;
    one.addEventListener("click", () => copy(one, word));
  }
})();
