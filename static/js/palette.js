// Ctrl K: a few letters lead to whatever this page offers: its shortcuts, its menus, the views and rows of its lists, the
// prepared answers, or a lookup. It gathers them from the page as it is, so that nothing has to be listed twice.
(() => {
  "use strict";
  const { all, emit, field, find, isComposing, origin } = window.desk;
  /** @type {HTMLDialogElement} */
  const dialog = find("#palette");
  if (!dialog) return;
  /** @type {HTMLInputElement} */
  const input = find("#palette-find");
  const list = find("#palette-list");
  const MOST = 12;
  /** @typedef {{ words: string, key?: string, run: () => void }} Choice */
  /** @type {Choice[]} */
  let choices = [];
  /** @type {Choice[]} */
  let shown = [];
  let at = 0;

  // ---- what there is to choose
  const line = (/** @type {Element} */ one) => one.textContent.replace(/\s+/g, " ").trim();
  const press = (/** @type {HTMLElement} */ one) => ({ words: line(one), run: () => one.click() });
  /** @returns {Choice[]} */
  function shortcuts() {
    const rows = all("[data-shortcuts] [data-codes]").filter((row) => row.dataset.for !== "#palette");
    const usable = rows.filter((row) => find(row.dataset.for) && !["focus", "sheet"].includes(row.dataset.action));
    return usable.map((row) => ({ words: line(find("dd", row)), key: line(find("kbd", row)), run: () => act(row) }));
  }
  /** @param {HTMLElement} row */
  function act({ dataset }) {
    const target = find(dataset.for);
    if (dataset.action === "press") target.click();
    else if (dataset.action === "write") target.focus();
    else emit(/** @type {any} */ (dataset.action));
  }
  function gather() {
    const pressed = ".menu:not(.filters, .bulk-menu) .menu-list :is(a, button:not(.primary))"; // a primary one needs a field
    const links = all(`${pressed}, .views > a, .list a.row, .recents a.row`);
    const found = [...shortcuts(), ...links.map(press)];
    choices = [...new Map(found.map((one) => [one.words, one])).values()];
  }
  /** The same list as the composer's own finder has, filled in for this chat. */
  async function gatherAnswers() {
    const address = find("#answers-find")?.getAttribute("hx-get");
    if (!address) return;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(
      () => /** @type {Response} */ (null),
    );
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const one of all('[role="option"]', page)) {
      choices.push({ words: line(find(".answer-title bdi", one)), run: () => insert(one) });
    }
    if (dialog.open) show();
  }
  /** @param {HTMLElement} answer */
  function insert(answer) {
    /** @type {HTMLTextAreaElement} */
    const text = find("#reply-text");
    find("#composer[data-note] #reply-tab")?.click();
    text.focus();
    /** @type {HTMLInputElement} */ (find("#used-answers")).value += ` ${answer.id.replace("answer-", "")}`;
    text.setRangeText(answer.dataset.text, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // ---- what the letters mean, typed on the layout that was meant or on the other one
  const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
  const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё";
  /** @param {string} text @param {string} from @param {string} to */
  const retyped = (text, from, to) => [...text].map((one) => to[from.indexOf(one)] ?? one).join("");
  /** Whether each word that was typed begins a word of the choice. @param {string} typed @param {string} words */
  function begins(typed, words) {
    const known = words.toLowerCase().split(/[^\p{L}\p{Nd}]+/u);
    return typed.split(/\s+/).every((one) => known.some((word) => word.startsWith(one)));
  }
  /** @param {Choice} choice */
  function fits({ words }) {
    const typed = input.value.trim().toLowerCase();
    return [typed, retyped(typed, LATIN, RUSSIAN), retyped(typed, RUSSIAN, LATIN)].some((one) => begins(one, words));
  }

  function show() {
    const text = input.value.trim();
    shown = choices.filter(fits).slice(0, MOST);
    if (text && field())
      shown.push({ words: dialog.dataset.lookUp.replace("%(text)s", text), run: () => lookUp(text) });
    list.replaceChildren(...shown.map(option));
    mark(0);
  }
  /** @param {Choice} choice @param {number} place */
  function option({ words, key }, place) {
    const item = Object.assign(document.createElement("li"), { id: `palette-${place}`, role: "option" });
    item.append(Object.assign(document.createElement("bdi"), { textContent: words }));
    if (key) item.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    return item;
  }
  /** @param {string} text */
  function lookUp(text) {
    field().value = text;
    field().focus();
    field().form.requestSubmit();
  }
  // The focus stays in the field while the arrows move through the list, hence aria-activedescendant.
  /** @param {number} place */
  function mark(place) {
    at = Math.max(0, Math.min(place, shown.length - 1));
    for (const [number, one] of Array.from(list.children).entries())
      one.setAttribute("aria-selected", String(number === at));
    const marked = list.children[at];
    if (!marked) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", marked.id);
    marked.scrollIntoView({ block: "nearest" });
  }
  /** @param {number} place */
  function choose(place) {
    const choice = shown[place];
    if (!choice) return;
    dialog.close(); // gives the focus back first
    choice.run();
  }

  document.addEventListener("keydown", (event) => {
    const opens = event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!opens || isComposing(event) || find("dialog[open]")) return;
    event.preventDefault();
    input.value = "";
    gather();
    show();
    dialog.showModal();
    input.focus();
    gatherAnswers();
  });
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter") choose(at);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const item = origin(event).closest("li");
    if (item) choose(Array.from(list.children).indexOf(item));
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
})();
