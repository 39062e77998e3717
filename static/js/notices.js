// Tells of chats that begin to wait for the agent, or that a colleague has handed over, and of notes that mention them: by a
// sound, by the browser's notices, and by a dot on the icon. The windows of one browser agree through its storage, which
// has the numbers of what was told of and no words.
(() => {
  "use strict";
  const { find, all, on, say } = window.desk;
  const REST = 30000; // between one sound or notice and the next
  const FORGOTTEN = 600000; // nobody was here for so long: what waits then is no event
  const MOST = 300; // events that are remembered
  const bell = () => find("#bell");
  const key = () => `notices-${bell().dataset.agent}`;

  /** @typedef {{ seen: string[], pending: string[], told: number, at: number }} Told */
  /** @template Kept @param {string} name @param {Kept} otherwise @returns {Kept} */
  function read(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }
  /** @param {string} name @param {unknown} value */
  function keep(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Storage is switched off: each window tells by itself, and of each wait once.
      own = /** @type {Told} */ (value);
    }
  }
  /** @type {Told | null} */
  let own = null;

  // ---- which events are new: one window at a time decides, and what it has taken is no event for the others
  const wants = () => bell()?.dataset.sound === "on" || bell()?.dataset.notices === "on";
  function hear() {
    if (!wants()) return;
    if (navigator.locks) navigator.locks.request(key(), decide);
    else decide();
  }
  function decide() {
    if (!wants()) return;
    const now = Date.now();
    const events = new Map(all("[data-event]", bell()).map((one) => [one.dataset.event, one]));
    const before = read(key(), own);
    const isFirst = !before || now - before.at > FORGOTTEN;
    /** @type {Told} */
    const begun = { seen: [...events.keys()], pending: [], told: 0, at: now };
    const { seen, pending, told } = isFirst ? begun : before;
    const fresh = [...events.keys()].filter((one) => !seen.includes(one));
    const open = read(`${key()}-focus`, "");
    const news = [...pending, ...fresh].filter((one) => events.has(one) && events.get(one).dataset.href !== open);
    const handed = news.filter((one) => "body" in events.get(one).dataset).map((one) => events.get(one).dataset.href);
    // One that was handed over while it waits is told of once, by whom.
    const due = news.filter((one) => {
      const { body, href } = events.get(one).dataset;
      return body || !handed.includes(href);
    });
    const rests = now - told < REST && due.length > 0;
    const silent = bell().dataset.quiet === "on";
    const tells = due.length > 0 && !rests && !silent;
    keep(key(), {
      seen: [...seen, ...fresh].slice(-MOST),
      pending: rests && !silent ? due : [],
      told: tells ? now : told,
      at: now,
    });
    if (tells) tell(due.map((one) => events.get(one)));
  }
  on("htmx:afterSettle", ({ detail }) => detail.target?.id === "bell" && hear());
  on("htmx:afterRequest", ({ detail }) => detail.xhr.status === 204 && detail.elt.id === "bell" && hear());

  // The chat that somebody is looking at needs no notice.
  const looks = () => wants() && keep(`${key()}-focus`, document.hasFocus() ? location.pathname : "");
  for (const sign of ["focus", "blur", "pagehide"]) addEventListener(sign, looks);
  on("htmx:pushedIntoHistory", looks);
  looks();

  /** @param {HTMLElement[]} events */
  function tell(events) {
    const { dataset } = bell();
    if (dataset.sound === "on") play();
    if (dataset.notices !== "on" || !("Notification" in window) || Notification.permission !== "granted") return;
    const isMention = (/** @type {HTMLElement} */ one) => one.dataset.event.startsWith("m");
    const told = events.filter((one) => one.dataset.body);
    const [mentions, handed] = [told.filter(isMention), told.filter((one) => !isMention(one))];
    const began = events.filter((one) => !one.dataset.body);
    if (mentions.length) notify(mentions, dataset.manyMentions);
    if (handed.length) notify(handed, dataset.manyHanded);
    if (began.length) notify(began, dataset.many);
  }
  /** @param {HTMLElement[]} events @param {string} many what several are called */
  function notify(events, many) {
    const [first] = events;
    const isOne = events.length === 1;
    const title = isOne ? first.textContent : many.replace("%(count)s", String(events.length));
    const body = isOne ? first.dataset.body || bell().dataset.one : "";
    const notice = new Notification(title, { body, tag: first.dataset.event });
    const address = isOne ? first.dataset.href : find("a.brand").getAttribute("href");
    notice.onclick = () => {
      window.focus();
      notice.close();
      location.assign(address);
    };
  }

  // ---- the sound: two soft tones. Browsers play none before the person has pressed something on the page.
  /** @type {AudioContext} */
  let audio;
  async function play() {
    audio ??= new AudioContext();
    if (audio.state !== "running") await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, 500))]);
    if (audio.state !== "running") {
      find("#bell-button").title = bell().dataset.blocked;
      return say(bell().dataset.blocked);
    }
    for (const [pitch, after] of [
      [660, 0],
      [880, 0.16],
    ]) {
      const [tone, loudness] = [audio.createOscillator(), audio.createGain()];
      const at = audio.currentTime + after;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.15, at);
      loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
      tone.connect(loudness).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.3);
    }
  }
  const wake = () => {
    if (bell()?.dataset.sound === "on") audio ??= new AudioContext();
  };
  for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, wake, { once: true, capture: true });
  // Switching it on lets one hear it.
  on("htmx:afterSwap", ({ detail }) => {
    if (detail.verb !== undefined || detail.requestConfig?.verb !== "post" || detail.target.id !== "bell") return;
    find("#bell-button").focus();
    if (bell().dataset.sound === "on") play();
  });

  // ---- the dot on the icon: somebody waits for this agent, or for whoever takes the chat
  /** @type {HTMLLinkElement} */
  const icon = find('link[rel="icon"]');
  const plain = icon.getAttribute("href");
  /** @param {string | undefined} counts such as "mine=3 nobodys=5" */
  function dot(counts) {
    if (!counts || !/(mine|nobodys)=\d/.test(counts)) return; // a filtered list counts nothing
    const address = /(mine|nobodys)=[1-9]/.test(counts) ? icon.dataset.waiting : plain;
    if (icon.getAttribute("href") !== address) icon.href = address;
  }
  dot(find("#inbox-rows")?.dataset.counts);
  on("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id !== "inbox-rows") return;
    dot(/** @type {HTMLElement} */ (detail.fragment.firstElementChild)?.dataset.counts);
  });

  // ---- the browser's permission, on the page of the settings
  const permission = find("#notices-permission");
  if (!permission) return;
  const [words, ask] = [find("span", permission), find("button", permission)];
  function showPermission() {
    const state = "Notification" in window && window.isSecureContext ? Notification.permission : "none";
    words.textContent = permission.dataset[state] ?? "";
    ask.hidden = state !== "default";
    permission.hidden = false;
  }
  ask.addEventListener("click", async () => {
    await Notification.requestPermission();
    showPermission();
  });
  showPermission();
})();
