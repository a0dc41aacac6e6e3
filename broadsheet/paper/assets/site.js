"use strict";
// The masthead's stamp follows the edition; its place is kept, so nothing on the page moves.
(() => {
  const stamp = document.querySelector("[data-live]");
  if (!stamp) return;
  const show = (live) => {
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
