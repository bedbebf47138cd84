import { byId, cell, element, row, shape, table } from './dom.js';
import { get } from './gateway.js';
import { text } from './texts.js';

const HEIGHT = 26;
const GAP = 10;
const INDENT = 26;
const LETTER = 7.3;

let page = { routes: [] };

// the route that the address names: #routes/ID
const chosen = () => page.routes.find(route => location.hash === '#routes/' + route.id) ?? page.routes[0];

export async function load() {
  page = await get('routes');
  draw();
}

// to the drawing, which is below the list
export function reveal() {
  if (location.hash.includes('/')) byId('flow-name').scrollIntoView({ block: 'start' });
}

function link(route) {
  const made = element('a', route.id);
  made.href = '#routes/' + route.id;
  if (route === chosen()) made.setAttribute('aria-current', 'true');
  const holder = element('td');
  holder.append(made);
  return holder;
}

export function draw() {
  byId('reload').textContent = page.reload
    ? text('reloads') + ': ' + page.reload.done + ', ' + text('failed') + ': ' + page.reload.failed
      + (page.reload.lastError ? '. ' + page.reload.lastError : '')
    : text('noReload');
  byId('reload').className = page.reload?.lastError ? 'bad' : 'legend';
  table('routes', ['route', 'state', 'inFlight', 'total-count', 'failed', 'purpose'], page.routes.map(route => row(
    link(route), cell(route.state, route.state === 'started' ? 'ok' : 'bad'), cell(route.inFlight), cell(route.total),
    cell(route.failed, route.failed ? 'bad' : ''), cell(route.description, 'prose'))));
  const route = chosen();
  byId('flow-name').textContent = route ? route.id : '';
  if (route) flow(route);
}

// one box a step, in the order in which they are gone through, what is within another one further to the right
function boxes(route) {
  const all = [{ depth: 0, kind: 'from', words: route.from }];
  const walk = (steps, depth, parent) => steps.forEach(step => {
    const box = { depth, parent, kind: step.kind, words: step.id, about: [step.does, step.description].filter(Boolean).join(': '),
      target: /^to\[direct:\/*([^?\]]+)/.exec(step.does ?? '')?.[1] };
    all.push(box);
    walk(step.steps ?? [], depth + 1, box);
  });
  walk(route.steps ?? [], 0, null);
  all.forEach((box, i) => {
    box.x = 1 + box.depth * INDENT;
    box.y = 1 + i * (HEIGHT + GAP);
    box.label = box.kind + '  ' + box.words + (box.target ? '  → ' + box.target : '');
    box.width = box.label.length * LETTER + 20;
  });
  return all;
}

function line(from, to) {
  const x = from.x + 12;
  const down = from.y + HEIGHT;
  return from.depth === to.depth
    ? 'M' + x + ' ' + down + 'V' + to.y
    : 'M' + x + ' ' + down + 'V' + (to.y + HEIGHT / 2) + 'H' + to.x;
}

function flow(route) {
  const all = boxes(route);
  const picture = byId('flow');
  const width = Math.max(...all.map(box => box.x + box.width)) + 1;
  const height = all.length * (HEIGHT + GAP);
  picture.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
  picture.setAttribute('width', width);
  picture.setAttribute('height', height);
  const lines = [];
  const last = {};
  all.forEach((box, i) => {
    // a step is joined with the one before it, the first within another with that one
    const before = box.parent && last[box.depth]?.parent !== box.parent ? box.parent : last[box.depth];
    if (i > 0 && before) lines.push(shape('path', { class: 'joint', d: line(before, box) }));
    last[box.depth] = box;
  });
  const drawn = all.map(box => {
    const group = shape(box.target ? 'a' : 'g', box.target ? { href: '#routes/' + box.target } : {});
    group.append(shape('rect', { class: 'step ' + box.kind, x: box.x, y: box.y, width: box.width, height: HEIGHT, rx: 5 }),
      shape('text', { x: box.x + 10, y: box.y + 17 }, box.label));
    if (box.about) group.append(shape('title', {}, box.about));
    return group;
  });
  picture.replaceChildren(shape('title', { id: 'flow-title' }, route.id), ...lines, ...drawn);
}
