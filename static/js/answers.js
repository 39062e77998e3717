// Prepared answers: a stroke at the start of an empty line, a few letters, Enter.
(() => {
  "use strict";
  const { find, all } = window.desk;
  const form = find("#reply-form");
  if (!form) return;
  const text = find("#reply-text");
  const box = find("#answers");
  const input = find("#answers-find");
  const list = find("#answers-list");
  const none = find("#answers-none");
  let asked = 0;
  let timer = 0;

  async function look() {
    const mine = (asked += 1);
    try {
      const answer = await fetch(`${form.dataset.answers}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return;
      list.replaceChildren(...all('[role="option"]', page));
    } catch {
      return;
    }
    all('[role="option"]', list).forEach((one, at) => (one.id = one.id || `answer-${at}`));
    none.hidden = Boolean(list.children.length);
    mark(all('[role="option"]', list)[0]);
  }
  function mark(option) {
    for (const one of all('[role="option"]', list)) one.setAttribute("aria-selected", String(one === option));
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
  const marked = () => find('[aria-selected="true"]', list);

  function open() {
    box.hidden = false;
    input.value = "";
    list.replaceChildren();
    none.hidden = true;
    input.focus();
    look();
  }
  function close() {
    box.hidden = true;
    text.focus();
  }
  function insert(option) {
    close();
    const at = text.selectionStart;
    const stroke = text.value.slice(text.value.lastIndexOf("\n", at - 1) + 1, at) === "/" ? 1 : 0;
    text.setRangeText(option.dataset.text, at - stroke, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  text.addEventListener("input", (event) => {
    const at = text.selectionStart;
    const line = text.value.slice(text.value.lastIndexOf("\n", at - 1) + 1);
    if (event.inputType === "insertText" && event.data === "/" && /^\/(\n|$)/.test(line)) open();
  });
  find("#open-answers").addEventListener("click", () => (box.hidden ? open() : close()));
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step && marked()) mark(marked()[step] || marked());
    else if (event.key === "Enter" && marked()) insert(marked());
    else if (event.key === "Escape") close();
    else if (!step && event.key !== "Enter") return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) insert(option);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.hidden && !box.contains(event.target) && event.target.closest("button") !== find("#open-answers")) box.hidden = true;
  });
})();
