// Copy buttons. Without a clipboard API (on plain http) they copy by selecting.
(() => {
  "use strict";
  const { word, find, origin, say } = window.desk;
  const textBeside = (/** @type {Element} */ button) => find(".msg-text", button.closest(".msg"));

  /** @param {HTMLElement} button */
  async function copy(button) {
    // biome-ignore lint/performance/useDomNodeTextContent: the text as it is shown, line by line
    const text = button.dataset.copy || textBeside(button).innerText;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copyBySelecting(text)) return selectForCopy(button);
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2000);
    say(word.wordCopied, true);
  }
  // execCommand is deprecated, but the only way without https: browsers offer no clipboard API there.
  /** @param {string} text */
  function copyBySelecting(text) {
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const area = document.createElement("textarea");
    area.className = "sr";
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    active?.focus({ preventScroll: true });
    return copied;
  }
  /** @param {HTMLElement} button */
  function selectForCopy(button) {
    const shown = button.dataset.copy ? find(".id, a", button.parentElement) : textBeside(button);
    if (shown) getSelection().selectAllChildren(shown);
    say(word.wordSelect, true);
  }
  document.addEventListener("click", (event) => {
    const button = origin(event).closest("button");
    if (button && (button.dataset.copy || "copyText" in button.dataset)) copy(button);
  });
})();
