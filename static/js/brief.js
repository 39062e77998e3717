// What is said for two seconds only, such as the answer to a press that changed nothing.
(() => {
  "use strict";
  const { all, on, say } = window.desk;
  on("htmx:afterSettle", () => {
    for (const one of all("[data-brief]:not([data-heard])")) {
      one.dataset.heard = "";
      say(one.dataset.brief, true);
      setTimeout(() => one.remove(), 2000);
    }
  });
})();
