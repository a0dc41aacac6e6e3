/* Gives every input of a story the language and direction of the story's edition, blocks that are
   added later included, and offers a new story the sections of the edition that is chosen. */
(() => {
  const form = document.getElementById('w-editor-form');
  const text = document.getElementById('desk-text');
  if (!form || !text) return;

  const read = (id) => {
    const script = document.getElementById(id);
    return script ? JSON.parse(script.textContent) : {};
  };
  const directions = read('desk-text-directions');
  const sections = read('desk-sections');
  const edition = form.querySelector('select[name="edition"]');
  const section = form.querySelector('select[name="section"]');
  const named = [
    'kicker', 'headline', 'slugline', 'standfirst', 'byline', 'dateline', 'agency_credit',
    'lead_caption', 'keyword_list', 'slug',
  ];
  const fields = named.map((name) => `[name="${name}"]`).join(',');
  const blocks = 'input[type="text"], textarea, [contenteditable="true"]';
  let current = { lang: text.dataset.lang, dir: text.dataset.dir };

  const turn = (input) => {
    if (input.dir !== current.dir) input.dir = current.dir;
    if (input.lang !== current.lang) input.lang = current.lang;
  };
  const turnAll = () => {
    if (!current.dir) return;
    form.dataset.textDir = current.dir;
    form.querySelectorAll(fields).forEach(turn);
    form.querySelectorAll('[data-contentpath="body"], #panel-child-body-content, [data-block]')
      .forEach((part) => part.querySelectorAll(blocks).forEach(turn));
  };
  const choose = () => {
    current = directions[edition.value] || current;
    if (section) {
      Array.from(section.options).forEach((option) => {
        const fits = !option.value || sections[option.value] === edition.value;
        option.hidden = option.disabled = !fits;
      });
      if (section.selectedOptions[0]?.disabled) section.value = '';
    }
    turnAll();
  };

  if (edition) {
    edition.addEventListener('change', choose);
    choose();
  }
  turnAll();
  new MutationObserver(turnAll).observe(form, { childList: true, subtree: true });
})();
