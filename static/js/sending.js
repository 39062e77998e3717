// What is being sent stands at the end of the conversation at once, and is replaced there by the message itself.
window.desk.part("#sending", (place, life) => {
  "use strict";
  const { on, signal } = life;
  const { all, find } = window.desk;
  /** @type {HTMLTemplateElement} */
  const template = find("#sending-bubble");
  let id = ""; // of the reply that is under way
  let timer = 0;
  const bubble = () => find(".msg", place);
  const isSending = (/** @type {HTMLElement} */ element) => element.matches("#reply-form, #send-file");

  on("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (!isSending(elt)) return;
    const { file, reply_id, text } = requestConfig.parameters;
    if (elt.id === "send-file" && !file?.size) return; // only asks what became of it
    remove();
    id = String(reply_id);
    // conversation.js does not read one's own messages out.
    place.dataset.own = `${place.dataset.own || ""} ${id}`;
    show(file instanceof File ? file : null, String(text ?? ""));
  });
  /** @param {File | null} file @param {string} text */
  function show(file, text) {
    place.append(template.content.cloneNode(true));
    find("article", place).classList.add("msg"); // in the template it is none yet
    find(file ? ".msg-text" : ".files", bubble()).remove();
    if (!file) find(".msg-text", bubble()).textContent = text;
    else {
      const chip = find(`[data-reply="${id}"]`);
      find(".files bdi", bubble()).textContent = file.name;
      find(".files .num", bubble()).textContent = chip?.dataset.size || "";
    }
    find("#history").scrollTop = 0;
    const since = Date.now();
    const tell = () => {
      const seconds = Math.floor((Date.now() - since) / 1000);
      const state = bubble() && find(".msg-state .num", bubble());
      if (state && seconds) state.textContent = place.dataset.seconds.replace("%(count)s", String(seconds));
    };
    timer = setInterval(tell, 1000);
  }
  function remove() {
    clearInterval(timer);
    bubble()?.remove();
  }
  signal.addEventListener("abort", () => clearInterval(timer));
  on("htmx:xhr:progress", (event) => {
    const { lengthComputable, loaded, total } = event.detail;
    /** @type {HTMLProgressElement} */
    const progress = bubble() && find("progress", bubble());
    if (!progress || !find(".files", bubble()) || !lengthComputable) return;
    progress.value = (100 * loaded) / total;
    progress.hidden = loaded >= total; // all of it is at the desk, and the rest takes as long as Market needs
  });

  // A pulse meanwhile brings the reply as the desk has it: still under way, which this bubble says already, or arrived.
  on("htmx:oobBeforeSwap", (event) => {
    if (id) find(`#r${id}[data-state="SENDING"]`, event.detail.fragment)?.remove();
  });
  on("htmx:oobAfterSwap", () => {
    const known = id && all(`#r${id}, .msg[data-reply="${id}"]`).length;
    if (known) remove();
  });
  on("htmx:afterRequest", (event) => {
    // The next file may be under way before everybody has heard of the end of this request.
    if (!id || event.detail.requestConfig.parameters.reply_id !== id) return;
    remove();
    id = "";
  });
});
