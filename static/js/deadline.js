// Deadlines that count down, by the server's clock. Told every second, written only when the words change.
(() => {
  "use strict";
  const skew = Date.now() - document.body.dataset.now * 1000;
  const two = (number) => String(number).padStart(2, "0");
  function left(time) {
    const seconds = Math.floor((Date.parse(time.dateTime) - (Date.now() - skew)) / 1000);
    const minutes = Math.floor(seconds / 60);
    const { hours, minutes: short, seconds: last, none } = time.dataset;
    if (seconds <= 0) return none;
    if (minutes >= 60) return hours.replace("%(hours)s", Math.floor(minutes / 60)).replace("%(minutes)s", minutes % 60);
    if (minutes >= 10) return short.replace("%(minutes)s", minutes);
    return last.replace("%(minutes)s", minutes).replace("%(seconds)s", two(seconds % 60));
  }
  function tell() {
    if (document.hidden) return;
    for (const time of document.querySelectorAll("time[data-deadline]")) {
      const text = left(time);
      if (time.textContent !== text) time.textContent = text;
    }
  }
  setInterval(tell, 1000);
  document.addEventListener("visibilitychange", tell);
})();
