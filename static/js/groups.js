// Earlier messages have come above the ones on the page: the first of these may go on where the last of those ended, and
// then needs no name and time of its own.
(() => {
  "use strict";
  const { find, on } = window.desk;
  on("htmx:afterSettle", () => {
    const message = document.getElementById(find("[data-joined]")?.dataset.joined);
    if (message?.previousElementSibling?.matches(".msg")) message.dataset.follows = "";
  });
})();
