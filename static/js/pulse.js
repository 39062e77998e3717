// The pulse, and ages that go on by themselves.
(() => {
  "use strict";
  const { word, find, all, on } = window.desk;
  const body = document.body;

  // ---- the pulse: parts of a page that follow Market listen to desk:tick
  const pulse = { active: Date.now(), failures: 0, running: 0, timer: 0, at: 0 };
  const isTick = (config) => config && config.triggeringEvent && config.triggeringEvent.type === "desk:tick";
  function gap() {
    if (document.hidden) return 60000;
    const calm = Date.now() - pulse.active > 60000 ? 15000 : 5000;
    return Math.min(calm * 2 ** pulse.failures, 60000) * (0.8 + Math.random() * 0.4);
  }
  function next() {
    clearTimeout(pulse.timer);
    pulse.timer = setTimeout(beat, gap());
  }
  function beat() {
    next();
    if (pulse.running) return;
    pulse.at = Date.now();
    body.dispatchEvent(new CustomEvent("desk:tick"));
  }
  for (const sign of ["pointerdown", "pointermove", "keydown", "scroll"]) {
    addEventListener(sign, () => {
      const wasQuiet = Date.now() - pulse.active > 60000;
      pulse.active = Date.now();
      if (wasQuiet) beat();
    }, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    ages();
    if (Date.now() - pulse.at > 5000) beat();
    else next();
  });

  // ---- ages, by the server's clock
  const skew = Date.now() - word.now * 1000;
  const dayIn = (() => {
    try {
      const format = new Intl.DateTimeFormat("en-CA", { timeZone: word.zone });
      return (at) => format.format(at);
    } catch {
      return (at) => new Date(at).toDateString();
    }
  })();
  function ageOf(time) {
    const form = time.dataset.age;
    const now = Date.now() - skew;
    const at = Date.parse(time.dateTime);
    const minutes = Math.floor(Math.max(0, now - at) / 60000);
    if (minutes < 1) return word.wordNow;
    if (minutes < 60) return word[form === "list" ? "wordListMin" : "wordSinceMin"].replace("%(count)s", minutes);
    if (minutes < 1440) return word[form === "list" ? "wordListH" : "wordSinceH"].replace("%(count)s", Math.floor(minutes / 60));
    if (dayIn(now - 86400000) === dayIn(at)) return word.wordYesterday;
    return form === "since" ? "" : time.dataset.date;
  }
  function ages() {
    for (const time of all("time[data-age]")) {
      const text = ageOf(time);
      if (time.textContent !== text) time.textContent = text;
    }
  }
  setInterval(ages, 60000);



  Object.assign(window.desk, { pulse, isTick, beat, ages, skew });
  ages();
  addEventListener("pageshow", () => setTimeout(beat, 300));
})();
