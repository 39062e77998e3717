// The desk is out of reach, mostly because it restarts: the page says so and goes on by itself. What only reads is asked
// again until an answer comes; what writes waits for the person, who sees that it was not done.
(() => {
  "use strict";
  const { emit, isTick, on, pulse, showError, word } = window.desk;
  const restartTakes = 60000; // an update with its migrations included; what takes longer is no restart
  let since = 0;
  let timer = 0;
  /** What the person asked for last, if it only reads and had no answer. @type {HTMLElement | null} */
  let waiting = null;
  let asking = false; // that question is on its way again

  /** @param {HtmxEvent} event
   * @param {boolean} shown whether a person should read of it */
  function away(event, shown) {
    const { elt, requestConfig } = event.detail;
    since ||= Date.now();
    pulse.away = navigator.onLine && Date.now() - since < restartTakes;
    if (!isTick(requestConfig)) waiting = requestConfig.verb === "get" ? elt : null;
    if (shown) showError(pulse.away ? word.wordRestarting : word.wordOffline, event);
    clearTimeout(timer);
    // The jitter keeps all the pages of a team from coming at the same moment.
    if (pulse.away) timer = setTimeout(again, 1500 + Math.random() * 1000);
  }
  function again() {
    if (asking) return;
    const form = waiting?.closest("form");
    if (form) form.requestSubmit();
    else if (waiting?.isConnected) htmx.trigger(waiting, "click");
    else emit("desk:ask");
  }
  on("htmx:sendError", (event) => {
    // A single failure of the pulse is not shown. This event comes after it is counted.
    away(event, !isTick(event.detail.requestConfig) || pulse.failures > 1);
  });
  on("htmx:timeout", (event) => {
    if (!isTick(event.detail.requestConfig) || pulse.failures > 1) showError(word.wordOffline, event);
  });
  on("htmx:responseError", (event) => {
    const { requestConfig, xhr } = event.detail;
    // A proxy in front of the desk finds nobody. This event comes before it is counted.
    if ([502, 504].includes(xhr.status)) away(event, !isTick(requestConfig) || pulse.failures > 0);
  });
  on("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (elt === waiting) asking = true;
    else if (!isTick(requestConfig)) {
      waiting = null; // the person has gone on to something else
      asking = false;
    }
  });
  on("htmx:afterRequest", (event) => {
    const { elt, successful } = event.detail;
    if (elt === waiting) asking = false;
    if (!successful) return;
    since = 0;
    pulse.away = false;
    clearTimeout(timer);
    if (elt === waiting) waiting = null;
    else if (waiting) again();
  });
})();
