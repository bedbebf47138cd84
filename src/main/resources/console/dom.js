// makes what is shown. Everything is written as text, never as HTML: names of models are the clients' own words

import { text } from './texts.js';

const SVG = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

export function element(name, content, className) {
  const made = document.createElement(name);
  if (content !== undefined && content !== null) made.textContent = content;
  if (className) made.className = className;
  return made;
}

export function shape(name, attributes, content) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (content !== undefined) made.textContent = content;
  return made;
}

export const cell = (content, className) => element('td', content ?? '–', className);

export function row(...cells) {
  const made = element('tr');
  made.append(...cells);
  return made;
}

// a button that keeps the focus when its table is drawn anew
export function button(name, label, act) {
  const made = element('button', text(name));
  made.type = 'button';
  made.dataset.act = name + ' ' + label;
  made.setAttribute('aria-label', text(name) + ': ' + label);
  made.addEventListener('click', act);
  return made;
}

export function table(section, heads, rows) {
  const focused = document.activeElement?.dataset.act;
  const head = element('tr');
  heads.forEach(name => { const made = element('th', text(name)); made.scope = 'col'; head.append(made); });
  const body = rows.length ? rows : [row(cell(text('none')))];
  if (!rows.length) body[0].firstChild.colSpan = heads.length;
  document.querySelector('#' + section + ' thead').replaceChildren(head);
  document.querySelector('#' + section + ' tbody').replaceChildren(...body);
  if (focused) document.querySelector('[data-act="' + CSS.escape(focused) + '"]')?.focus();
}
