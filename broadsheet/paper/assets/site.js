"use strict";
// The stamp and the breaking bar follow the edition; nothing on the page moves for either.
(() => {
  const stamp = document.querySelector("[data-live]");
  if (!stamp) return;
  const bar = document.querySelector("[data-breaking]");
  const [link, close] = bar.querySelectorAll("a, button");
  let closed = "";
  const announce = (live) => {
    bar.hidden = !live.breaking || live.breaking === closed || live.url === location.pathname;
    if (bar.hidden || link.textContent === live.breaking) return;
    link.textContent = live.breaking;
    link.href = live.url;
  };
  close.addEventListener("click", () => {
    closed = link.textContent;
    bar.hidden = true;
  });
  const show = (live) => {
    announce(live);
    if (Date.parse(live.iso) <= Date.parse(stamp.dateTime)) return;
    stamp.dateTime = live.iso;
    stamp.textContent = live.text;
  };
  const look = () => {
    if (document.hidden) return;
    fetch(stamp.dataset.live)
      .then((answer) => (answer.ok ? answer.json().then(show) : undefined))
      // Offline or between two presses: the page's own date stays, which is true as well.
      .catch(() => undefined);
  };
  look();
  document.addEventListener("visibilitychange", look);
  setInterval(look, 60000);
})();
// Whoever touches the comment form gets its script; everybody else never loads it.
(() => {
  const form = document.querySelector("form[data-script]");
  const load = () => {
    const script = document.createElement("script");
    script.src = form.dataset.script;
    document.head.append(script);
  };
  if (form) form.addEventListener("focusin", load, { once: true });
})();
