// The lookup field: what is pasted, what must not leave, where the focus goes.
(() => {
  "use strict";
  const { find, all, on, field, say } = window.desk;

  // What is pasted anywhere on the page is looked for: the field is what a paste is meant for.
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    const inField = event.target === field();
    if (!field() || !text || find("dialog[open]") || (!inField && event.target.closest("input, textarea, [contenteditable]"))) return;
    if (inField && !/[\r\n\t]/.test(text)) return;
    event.preventDefault();
    // A field of one line would glue the numbers of two lines together.
    const line = text.trim().replace(/[\r\n\t]+/g, ", ");
    if (!inField) field().value = line;
    else field().setRangeText(line, field().selectionStart, field().selectionEnd, "end");
    field().focus();
  });

  // A new number may be looked for while the last is still searched for; the same one twice may not.
  on("input", (event) => {
    if (event.target === field()) for (const button of all("button", field().form)) button.disabled = false;
  });

  // A key never leaves the browser: not in an address, which logs and the history keep.
  document.addEventListener("submit", (event) => {
    const { token } = event.target.dataset;
    if (!token || !/\bACMA:/i.test(field().value.normalize("NFKC").replace(/\p{Cf}/gu, ""))) return;
    event.preventDefault();
    event.stopPropagation();
    field().value = "";
    refuse(token);
  }, true);
  function refuse(text) {
    find("#lookup-error").textContent = text;
    field().setAttribute("aria-invalid", "true");
    field().focus();
    say(text, true);
  }

  // After a person's own search: the choices, or back in the field with its text marked for the next paste.
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "lookup-result") return;
    const result = find("#lookup-result");
    const refused = find("#lookup-error", result).textContent.trim();
    field().toggleAttribute("aria-invalid", false);
    if (refused) field().setAttribute("aria-invalid", "true");
    const first = find(".row", result);
    window.desk.focusOn(first || field());
    if (!first) field().select();
    say(refused || result.dataset.announce, true);
  });
})();
