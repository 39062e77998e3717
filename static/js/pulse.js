// The pulse: it beats while the tab is open, and at every beat the live parts ask the desk for news.
(() => {
  "use strict";
  const { emit, find, isTick, on, pulse } = window.desk;
  const calmAfter = 60000;
  let active = Date.now(); // when the person last did anything here
  let beaten = 0;
  let calmAt = Date.now(); // the page has just come, with all its parts
  let timer = 0;
  let asked = false; // to beat, while a pulse was under way

  // Every 5 s while the person is active, every 15 s while not, once a minute in a hidden tab; after failures with
  // exponential backoff, up to a minute. The jitter of 20 % keeps pages that failed at the same moment from all
  // retrying at the same moment.
  function gap() {
    // A hidden tab asks less, unless the agent wants to be told of what begins to wait.
    if (document.hidden) return find("[data-awake][hx-get]") ? 15000 : 60000;
    if (pulse.away) return 2000 * (0.8 + Math.random() * 0.4); // the desk restarts, which takes seconds
    const calm = Date.now() - active > calmAfter ? 15000 : 5000;
    return Math.min(calm * 2 ** pulse.failures, 60000) * (0.8 + Math.random() * 0.4);
  }
  function wait() {
    clearTimeout(timer);
    timer = setTimeout(beat, gap());
  }
  function beat() {
    wait();
    // If the desk is slower than the pulse, one page must not pile up requests.
    if (pulse.running) return;
    beaten = Date.now();
    emit("desk:tick");
    // A little less than a quarter of a minute, so that the jitter of an idle page does not make it half a minute.
    if (beaten - calmAt < 12000) return;
    calmAt = beaten;
    emit("desk:calm");
  }
  for (const sign of ["pointerdown", "pointermove", "keydown", "scroll"]) {
    const act = () => {
      const wasCalm = Date.now() - active > calmAfter;
      active = Date.now();
      if (wasCalm) beat(); // somebody came back: show what is new at once
    };
    addEventListener(sign, act, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    // Switching between tabs quickly must not cost a request each time.
    if (Date.now() - beaten > 5000) beat();
    else wait();
  });
  // What the desk is asked during a pulse may be news that its answer does not have yet.
  on("desk:ask", () => {
    asked = pulse.running > 0;
    beat();
  });
  const askNow = () => {
    if (!asked || pulse.running) return;
    asked = false;
    beat();
  };
  on("htmx:afterRequest", () => setTimeout(askNow)); // once the pulse's end has been counted
  // Nobody looks at a hidden tab: the desk then asks Market less.
  on("htmx:configRequest", ({ detail }) => {
    if (isTick(detail) && document.hidden) detail.parameters.away = "1";
  });
  // Not `load`: that does not fire when Back restores the page from the browser's cache.
  addEventListener("pageshow", () => setTimeout(beat, 300));
})();
