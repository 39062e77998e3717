(() => {
  "use strict";
  const { word, find, say } = window.desk;
  const body = document.body;

  // ---- copying; without a clipboard (plain http) by selecting
  async function copy(button) {
    const text = button.dataset.copy || beside(button).innerText;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copyBySelecting(text)) return selectBeside(button);
    }
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 2000);
    say(word.wordCopied, true);
  }
  const beside = (button) => find(".msg-text", button.closest(".msg"));
  function copyBySelecting(text) {
    const active = document.activeElement;
    const area = document.createElement("textarea");
    area.className = "sr";
    area.value = text;
    body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (active) active.focus({ preventScroll: true });
    return copied;
  }
  function selectBeside(button) {
    const shown = button.dataset.copy ? find(".id, a", button.parentElement) : beside(button);
    if (shown) getSelection().selectAllChildren(shown);
    say(word.wordSelect, true);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && (button.dataset.copy || "copyText" in button.dataset)) copy(button);
  });
})();
