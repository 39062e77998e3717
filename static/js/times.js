// Keeps ages and deadlines up to date, by the server's clock; writes only when the text changes.
(() => {
  "use strict";
  const { word, all, now, on } = window.desk;
  const minute = 60000;

  const fill = (/** @type {string} */ text, /** @type {Object<string, unknown>} */ values) =>
    text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));

  // "Yesterday" depends on the date in the agent's time zone. en-CA writes a date as 2026-11-22; all that matters is
  // that the same day gives the same text. For a zone that the browser does not know, its own is used.
  const dayOf = (() => {
    try {
      const format = new Intl.DateTimeFormat("en-CA", { timeZone: word.zone });
      return (/** @type {number} */ at) => format.format(at);
    } catch {
      return (/** @type {number} */ at) => new Date(at).toDateString();
    }
  })();

  /** The same words as presenters/formats/times.py writes.
   * @param {HTMLTimeElement} time */
  function ageOf(time) {
    const form = time.dataset.age;
    const at = Date.parse(time.dateTime);
    const minutes = Math.floor(Math.max(0, now() - at) / minute);
    const say = (/** @type {string} */ unit, /** @type {number} */ count) =>
      word[`word${form === "list" ? "List" : "Since"}${unit}`].replace("%(count)s", String(count));
    if (minutes < 1) return word.wordNow;
    if (minutes < 60) return say("Min", minutes);
    if (minutes < 1440) return say("H", Math.floor(minutes / 60));
    if (dayOf(now() - 1440 * minute) === dayOf(at)) return word.wordYesterday;
    return form === "list" || form === "ago" ? time.dataset.date : "";
  }
  /** Where the exact time says enough, the age stands in the tooltip only, after the date. */
  function titles() {
    for (const time of /** @type {HTMLTimeElement[]} */ (all("time[data-age='title']"))) {
      time.dataset.exact ??= time.title;
      time.title = [time.dataset.exact, ageOf(time)].filter(Boolean).join(" · ");
    }
  }

  /** @param {HTMLTimeElement} time */
  function leftUntil(time) {
    const seconds = Math.floor((Date.parse(time.dateTime) - now()) / 1000);
    const minutes = Math.floor(seconds / 60);
    const words = time.dataset;
    if (seconds <= 0) return words.none;
    if (minutes >= 60) return fill(words.hours, { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
    if (minutes >= 10) return fill(words.minutes, { minutes });
    return fill(words.seconds, { minutes, seconds: String(seconds % 60).padStart(2, "0") });
  }

  /** How long something waits, or how much of a deadline is left: as presenters/waiting.py writes it.
   * @param {HTMLTimeElement} time */
  function spanOf(time) {
    const passed = now() - Date.parse(time.dateTime);
    const wait = time.parentElement;
    if (time.dataset.after && passed >= 0 && wait) {
      // The deadline has passed while the page was open.
      Object.assign(time.dataset, { span: "since", words: time.dataset.after, after: "" });
      wait.dataset.level = "due";
    }
    const minutes = Math.floor(Math.max(0, time.dataset.span === "until" ? -passed : passed) / minute);
    const [form, values] =
      minutes < 60
        ? [word.wordListMin, { count: minutes }]
        : minutes < 2880
          ? minutes % 60
            ? [word.wordSpanH, { hours: Math.floor(minutes / 60), minutes: minutes % 60 }]
            : [word.wordListH, { count: minutes / 60 }]
          : [word.wordSpanD, { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60) }];
    return fill(time.dataset.words, { time: fill(form, values) });
  }

  /** @param {string} selector @param {(time: HTMLTimeElement) => string} words */
  function write(selector, words) {
    for (const time of /** @type {HTMLTimeElement[]} */ (all(selector))) {
      const text = words(time);
      if (time.textContent !== text) time.textContent = text;
    }
  }
  const ages = () => {
    write("time[data-age]:not([data-age='title'])", ageOf);
    write("time[data-span]", spanOf);
    titles();
  };
  const deadlines = () => document.hidden || write("time[data-deadline]", leftUntil);

  setInterval(ages, minute);
  setInterval(deadlines, 1000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ages();
    deadlines();
  });
  on("htmx:afterSettle", ages);
  ages();
})();
