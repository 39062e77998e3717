// The base of all scripts: it loads first and defines window.desk. The others may load in any order: what they share is
// defined here, and they talk to each other by events only. Every page works as plain HTML without them.
//
// A part of a page declares by attribute what the scripts do with it, so that a new part needs no new script, and no
// script knows the ids of another template. (Some scripts serve one template each and use its ids: answers, composer,
// draft, files, intake, seen and unsent belong to composer.html, conversation and sending to conversation.html, snooze to
// snooze.html, hand-over to hand_over.html and _holder.html, bulk to bulk.html, mentions and notes to note_composer.html and note.html, lookup to _lookup.html and _results.html, inbox to the templates of the inbox, palette to _palette.html, board to board.html, notices to _bell.html.)
//
// What belongs to a chat is replaced when another chat opens beside the list. Its scripts hand themselves to desk.part,
// which starts them for each new element and ends them with the old one.
//
//   hx-trigger="desk:tick from:body"
//                          a live part: it sends its request each time the pulse beats; its answer may swap other parts
//                          out of band
//   hx-trigger="desk:calm from:body"
//                          the same for a part that rarely changes: four times a minute, and not with the first beat
//   data-digest="..."      on a part: one that comes out of band with the same digest is not swapped in
//   data-announce="..."    what screen readers are told after an out-of-band swap of this part
//   data-cursor="name"     how far the page has got: sent as parameter `name` with every request but GET. The value is
//                          the field's value, or the attribute data-name
//   data-busy="..."        on a form or link: what screen readers are told when its answer takes longer than 400 ms
//   data-chat              the open chat with all its parts: an answer that was asked for beside another one is dropped
//   data-awake             a live part that is to hear of news in a hidden tab too: the pulse beats oftener there
//   data-unsent            a field with text that a reload would lose
//   data-lookup-field      where pasted text goes, and the focus when a search result is closed
//   data-walk              a list whose rows the arrow keys walk through
//   data-arrows            a menu whose items the arrow keys walk through
//   data-forget            a form in a row of such a list: Delete submits it
//   data-choice="1"        inside a link: this digit follows it
//   data-escape="a, b"     Escape inside this element moves the focus to the first of these that is on the screen
//   data-escape-follows="a"  Escape inside this element follows that link
//   data-next              a link that opens the chat on top of the queue
//   data-escape-closes="#id"  while this element has any height, Escape empties that one
//   data-close="#id"       a button that empties that element
//   data-copy="..."        a button that copies this; data-copy-text: a button that copies the text of its message
//   data-picture           a link to a picture, with a preview in it; pressed, it opens in the page's data-viewer
//   data-brief="..."       what screen readers are told when this comes; it stays for two seconds
//   data-joined="id"       the message with this id goes on where the one above it, which has come since, has ended
//   data-retry             a button that repeats the request that failed
//   data-sheet             a button that opens the sheet of shortcuts (data-shortcuts)
//   data-age, data-deadline  a <time> whose words, or tooltip, are kept up to date by the server's clock
//
// The title begins with one number: while the tab is hidden, of the new messages in the open chat, and else of the chats
// that wait in the view of the list. Both scripts give theirs to desk.countInTitle.
//
// Events, all dispatched on the body:
//
//   desk:tick   the pulse beats: live parts send their requests
//   desk:calm   the pulse beats, and has not done this for a quarter of a minute
//   desk:ask    to the pulse: beat now
//   desk:sent   a reply was sent
//   desk:files  the text is through, or there was none: send the files
//   desk:idle   all has been sent, or one of the files was stopped
//   desk:chosen files were chosen or taken out
//   desk:composer  what "Send" depends on has changed
//   desk:shown  the messages of an answer are on the page
//   desk:named  a pause in typing a name into the lookup field
//   desk:undrafted  what was the draft has been sent: the text in the composer is new
//   desk:next   open the next chat of the list, as soon as this one may go
//   desk:next-row, desk:previous-row  move through the list
//   desk:pick, desk:pick-range  select the present row, or all from the one selected last to it
//   desk:leaving    another chat is about to take this one's place; listeners add to detail.steps what has to be done first
(() => {
  "use strict";
  const body = document.body;
  const word = body.dataset;
  const pulse = { away: false, failures: 0, running: 0 };
  const live = ':is([hx-trigger*="desk:tick"], [hx-trigger*="desk:calm"])';

  /** @type {Desk["find"]} */
  const find = (selector, root = document) => root.querySelector(selector);
  /** @type {Desk["all"]} */
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  /** @type {Desk["on"]} */
  const on = (name, act, options) => body.addEventListener(name, act, options);
  /** @type {Desk["emit"]} */
  const emit = (name) => body.dispatchEvent(new CustomEvent(name));
  /** @type {Desk["origin"]} */
  const origin = (event) => /** @type {HTMLElement} */ (event.target);
  /** @type {Desk["field"]} */
  const field = () => find("[data-lookup-field]");

  // The one place that knows how far this computer's clock is from the server's.
  const skew = Date.now() - Number(word.now) * 1000;
  const now = () => Date.now() - skew;

  /** A request of the pulse, not of a person.
   * @param {HtmxRequest} config */
  const isTick = (config) => ["desk:tick", "desk:calm"].includes(config?.triggeringEvent?.type);

  /** Whether the key belongs to an input method, like the Enter that confirms a candidate. Safari says so only by 229.
   * @param {KeyboardEvent} event */
  const isComposing = (event) => event.isComposing || event.keyCode === 229;

  // ---- the cursor: what the page has already
  /** @type {Desk["cursors"]} */
  function cursors() {
    /** @type {HTMLInputElement[]} */
    const parts = all("[data-cursor]");
    return Object.fromEntries(parts.map(({ dataset, value }) => [dataset.cursor, value ?? dataset[dataset.cursor]]));
  }

  // ---- what screen readers are told: at most one sentence in five seconds, unless a person caused it
  const status = find("#live-status");
  const log = find("#live-log");
  let saidAt = 0;
  let saying = 0;
  /** @type {Desk["say"]} */
  function say(text, byPerson = false) {
    if (!text || !status) return;
    clearTimeout(saying);
    const wait = byPerson ? 0 : Math.max(0, saidAt + 5000 - Date.now());
    saying = setTimeout(() => {
      saidAt = Date.now();
      // The same sentence twice is heard twice only if the region was empty in between.
      status.textContent = "";
      requestAnimationFrame(() => {
        status.textContent = text;
      });
    }, wait);
  }
  /** Adds a line to the log of new messages; screen readers read each line once.
   * @param {string} text */
  function hear(text) {
    log.append(Object.assign(document.createElement("p"), { textContent: text }));
    while (log.children.length > 10) log.firstChild.remove();
  }

  // ---- errors: nothing on the page changes, and the request can be repeated
  const alertRegion = find("#live-alert");
  /** @type {HtmxDetail | null} */
  let failed = null;
  /** Shows an error above the page, or takes it away; with the event of a failed request "Try again" repeats that one.
   * @type {Desk["showError"]} */
  function showError(text, event) {
    failed = event ? event.detail : null;
    if (alertRegion && alertRegion.textContent !== text) alertRegion.textContent = text;
  }
  /** Takes away an error that a request without one has disproved. Any does so for a lost connection; what the desk
   * answered to a person stands until they ask for something again.
   * @type {Desk["recovered"]} */
  function recovered({ triggeringEvent }) {
    const { requestConfig, xhr } = failed || {};
    const answered = xhr
      ? xhr.status >= 400 && ![502, 504].includes(xhr.status) && !isTick(requestConfig)
      : Boolean(failed); // no request has failed, and none disproves what was said
    if (!answered || triggeringEvent?.isTrusted) showError("");
  }
  function retry() {
    const { elt, requestConfig } = failed || {};
    showError("");
    if (isTick(requestConfig)) return emit("desk:ask");
    const form = elt?.closest("form");
    if (form) form.requestSubmit();
    else if (elt?.matches("a[href]")) elt.click();
    else location.reload();
  }
  /** For what is said to a person beside their failed request, and stays until they act.
   * @param {HtmxEvent} event */
  const wordsOnly = ({ detail }) =>
    isTick(detail.requestConfig) ? null : /** @type {any} */ ({ detail: { elt: detail.elt } });
  on("htmx:responseError", async (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status === 401) return; // htmx follows the answer to the sign-in page
    if (xhr.getResponseHeader("Desk-Refused")) return showError(xhr.responseText, wordsOnly(event));
    if (xhr.status === 403 && (await renewToken())) return showError(word.wordRenewed, wordsOnly(event));
    // A single failure of the pulse is not shown, as the next may succeed. This event comes before it is counted.
    if (isTick(requestConfig) && pulse.failures < 1 && xhr.status >= 500) return;
    showError(xhr.status === 404 ? word.wordGone : word.wordFailed, event);
  });
  /** Fetches a new CSRF token for the forms of this page: signing in again, in another tab, makes the old one invalid.
   * @type {Desk["renewToken"]} */
  async function renewToken() {
    try {
      const page = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (page.redirected) {
        /** @type {HTMLInputElement[]} */
        const fields = all("[data-unsent]");
        if (!fields.some((one) => one.value)) location.reload(); // to the sign-in page, and back here
        return false;
      }
      /** @type {HTMLInputElement} */
      const fresh = find("[name=csrfmiddlewaretoken]", new DOMParser().parseFromString(await page.text(), "text/html"));
      if (!fresh) return false;
      /** @type {HTMLInputElement[]} */
      const tokens = all("[name=csrfmiddlewaretoken]");
      for (const token of tokens) token.value = fresh.value;
      return true;
    } catch {
      return false;
    }
  }

  /** Says in the page's title that something was refused, as a page does that comes with an error, until it is mended.
   * A count stays in front.
   * @type {Desk["errorInTitle"]} */
  function errorInTitle() {
    const [, count = "", title] = /^(\(\d+\+?\) )?(.*)$/s.exec(document.title);
    const plain = title.startsWith(`${word.wordError} `) ? title.slice(word.wordError.length + 1) : title;
    const refused = all(".field-error").some((one) => one.textContent.trim());
    const said = `${count}${refused ? `${word.wordError} ` : ""}${plain}`;
    if (said !== document.title) document.title = said;
  }

  const counts = { unseen: "", waiting: "" };
  /** @type {Desk["countInTitle"]} */
  function countInTitle(kind, count) {
    counts[kind] = count;
    const shown = counts.unseen || counts.waiting;
    const title = `${shown ? `(${shown}) ` : ""}${document.title.replace(/^\(\d+\+?\) /, "")}`;
    if (title !== document.title) document.title = title;
  }

  /** @type {Desk["close"]} */
  function close(region) {
    region.replaceChildren();
    errorInTitle();
    field()?.focus();
  }

  // ---- parts that an answer may replace together with all their state, like an open chat
  /** @type {{ selector: string, start: Function, element: Element | null, stop: AbortController }[]} */
  const parts = [];
  /** @type {Desk["part"]} */
  function part(selector, start) {
    parts.push({ selector, start, element: null, stop: new AbortController() });
    renewParts();
  }
  /** @param {AbortSignal} signal @returns {Life} */
  const lifeOf = (signal) => ({ signal, on: (name, act) => on(name, act, { signal }) });
  /** Ends the scripts of parts that have left the page, all of them first, and starts those of parts that came. */
  function renewParts() {
    const changed = parts.filter((one) => find(one.selector) !== one.element);
    for (const one of changed) one.stop.abort();
    for (const one of changed) {
      one.element = find(one.selector);
      one.stop = new AbortController();
      if (one.element) one.start(one.element, lifeOf(one.stop.signal));
    }
  }
  // Before the listeners of any part, because this script comes first.
  for (const name of /** @type {const} */ (["htmx:afterSwap", "htmx:oobAfterSwap"])) on(name, renewParts);

  window.desk = {
    ...{ word, pulse, live, find, all, on, emit, origin, field, now, isTick, isComposing, cursors, part },
    ...{ say, hear, showError, recovered, retry, renewToken, errorInTitle, countInTitle, close },
  };
})();
