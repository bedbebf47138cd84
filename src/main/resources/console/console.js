import { byId } from './dom.js';
import { get } from './gateway.js';
import * as keys from './keys.js';
import * as models from './models.js';
import * as now from './now.js';
import * as playground from './playground.js';
import * as requests from './requests.js';
import * as routes from './routes.js';
import { languageNow, otherLanguage, text, translate } from './texts.js';
import * as usage from './usage.js';

const PERIOD = 2000;
const VIEWS = [...document.querySelectorAll('main > section')].map(section => section.id);

let state = null;
let last = [];

function view() {
  const wanted = location.hash.slice(1).split('/')[0];
  return VIEWS.includes(wanted) ? wanted : VIEWS[0];
}

// what is drawn anew with each look
const DRAWN = {
  now: () => now.draw(state, last),
  keys: () => keys.draw(state, look),
  requests: () => requests.draw(last)
};

// what is asked for when its view is opened
const OPENED = { models: models.load, routes: routes.load, usage: usage.load, playground: playground.load };

function draw() {
  if (state) DRAWN[view()]?.();
}

async function open() {
  translate();
  byId('language').textContent = text('language');
  byId('language').lang = languageNow() === 'en' ? 'zh-CN' : 'en';
  VIEWS.forEach(name => { byId(name).hidden = name !== view(); });
  document.querySelectorAll('nav a').forEach(link => {
    if (link.hash === '#' + view()) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  draw();
  await asked(OPENED[view()]);
  if (view() === 'routes') routes.reveal();
}

let silent = false;

async function asked(question) {
  try {
    await question?.();
    if (silent) byId('notice').textContent = '';
    silent = false;
  } catch (unreachable) {
    silent = true;
    byId('notice').textContent = text('gone');
  }
}

async function look() {
  await asked(async () => {
    [state, last] = await Promise.all([get('state'), get('requests')]);
    now.take(state);
    if (view() === 'routes') await routes.load();
    draw();
  });
  if (state?.draining && !silent) byId('notice').textContent = text('draining');
}

window.addEventListener('hashchange', open);
for (const choice of ['period', 'part']) byId(choice).addEventListener('change', () => asked(usage.load));
byId('language').addEventListener('click', () => { otherLanguage(); open(); });
playground.start();
open();
look();
setInterval(look, PERIOD);
