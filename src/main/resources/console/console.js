'use strict';

const TEXTS = {
  en: {
    now: 'Now', keys: 'Keys', requests: 'Requests', models: 'Models', api: 'API', language: '中文',
    perSecond: 'Requests per second, last two minutes', token: 'Management token, where one is set (kept in this page only)',
    before: 'in the gateway', wait: 'until the first word', stream: 'answering',
    inFlight: 'In flight', limit: 'Limit', streams: 'Streams upstream', rate: 'Requests per second', failures: 'Failed',
    tokens: 'Tokens per second', p50: 'First token p50', p99: 'First token p99', known: 'Models', state: 'State',
    key: 'Key', reason: 'Reason', seconds: 'Seconds left', served: 'Served', failed: 'Failed', breaker: 'Breaker',
    act: 'Action', probe: 'Probe now', at: 'Time', id: 'Id', client: 'Client', route: 'Route', model: 'Model',
    session: 'Session', status: 'Status', error: 'Error', attempts: 'Attempts', used: 'Tokens in/out', total: 'Time',
    phases: 'Phases', draining: 'The gateway is draining.', gone: 'The gateway does not answer.', none: 'None yet.',
    probed: 'The next request may try it: ', highest: 'Top of the chart'
  },
  zh: {
    now: '现在', keys: '密钥', requests: '请求', models: '模型', api: 'API', language: 'English',
    perSecond: '每秒请求数（最近两分钟）', token: '管理令牌（如已设置；只保存在本页面）',
    before: '网关内', wait: '等待首个词', stream: '回答中',
    inFlight: '进行中', limit: '上限', streams: '上游流', rate: '每秒请求数', failures: '失败',
    tokens: '每秒词元', p50: '首词元 p50', p99: '首词元 p99', known: '模型', state: '状态',
    key: '密钥', reason: '原因', seconds: '剩余秒数', served: '已服务', failed: '失败', breaker: '断路器',
    act: '操作', probe: '立即探测', at: '时间', id: '编号', client: '客户端', route: '路由', model: '模型',
    session: '会话', status: '状态码', error: '错误', attempts: '尝试次数', used: '词元 入/出', total: '用时',
    phases: '阶段', draining: '网关正在排空。', gone: '网关没有响应。', none: '暂无。',
    probed: '下一个请求可以尝试它：', highest: '图表顶端'
  }
};
const VIEWS = ['now', 'keys', 'requests', 'models'];
const SVG = 'http://www.w3.org/2000/svg';
const PERIOD = 2000;
const POINTS = 60;

let language = navigator.language.startsWith('zh') ? 'zh' : 'en';
let before = null;
let rates = [];
let state = null;
let requests = [];

const $ = id => document.getElementById(id);
const text = name => TEXTS[language][name];

// everything is written as text, never as HTML: names of models are the clients' own words
function element(name, content, className) {
  const made = document.createElement(name);
  if (content !== undefined && content !== null) made.textContent = content;
  if (className) made.className = className;
  return made;
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

function view() {
  const wanted = location.hash.slice(1);
  return VIEWS.includes(wanted) ? wanted : 'now';
}

function show() {
  document.documentElement.lang = language;
  document.querySelectorAll('[data-text]').forEach(node => { node.textContent = text(node.dataset.text); });
  $('language').textContent = text('language');
  $('language').lang = language === 'en' ? 'zh' : 'en';
  VIEWS.forEach(name => { $(name).hidden = name !== view(); });
  document.querySelectorAll('nav a').forEach(link => {
    if (link.hash === '#' + view()) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
  draw();
}

function percentile(values, share) {
  if (!values.length) return '–';
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]) + ' ms';
}

function drawNow() {
  const first = requests.map(one => one.first).filter(one => one !== null && one !== undefined);
  const latest = rates[rates.length - 1] || { requests: 0, tokens: 0 };
  const figures = [
    ['inFlight', state.inFlight + ' / ' + state.limit], ['streams', state.streams],
    ['rate', latest.requests.toFixed(1)], ['failures', state.failed + ' / ' + state.requests],
    ['tokens', latest.tokens.toFixed(0)], ['p50', percentile(first, .5)], ['p99', percentile(first, .99)],
    ['known', state.models]
  ];
  $('figures').replaceChildren(...figures.map(([name, value]) => {
    const box = element('div');
    box.append(element('dt', text(name)), element('dd', value));
    return box;
  }));
  const highest = Math.max(1, ...rates.map(one => one.requests));
  const title = shape('title', { id: 'chart-title' });
  title.textContent = text('perSecond') + ', ' + text('highest') + ' ' + highest.toFixed(1);
  const points = rates.map((one, i) =>
    (600 - (rates.length - 1 - i) * 600 / (POINTS - 1)).toFixed(1) + ',' + (115 - one.requests / highest * 95).toFixed(1));
  $('highest').textContent = text('highest') + ': ' + highest.toFixed(1);
  $('chart').replaceChildren(title, shape('polyline', { points: points.join(' ') }));
}

function table(section, heads, rows) {
  const head = element('tr');
  heads.forEach(name => { const cell = element('th', text(name)); cell.scope = 'col'; head.append(cell); });
  const body = rows.length ? rows : [element('tr')];
  if (!rows.length) { const cell = element('td', text('none')); cell.colSpan = heads.length; body[0].append(cell); }
  document.querySelector('#' + section + ' thead').replaceChildren(head);
  document.querySelector('#' + section + ' tbody').replaceChildren(...body);
}

function drawKeys() {
  const focused = document.activeElement && document.activeElement.dataset.key;
  table('keys', ['key', 'state', 'reason', 'seconds', 'inFlight', 'served', 'failed', 'breaker', 'act'],
    state.keys.map(key => {
      const row = element('tr');
      row.append(element('td', key.label), element('td', key.state, key.state), element('td', key.reason || '–'),
        element('td', key.seconds || '–'), element('td', key.inFlight), element('td', key.served),
        element('td', key.failed), element('td', key.breaker));
      const act = element('td');
      if (key.seconds > 0) {
        const button = element('button', text('probe'));
        button.type = 'button';
        button.dataset.key = key.label;
        button.setAttribute('aria-label', text('probe') + ': ' + key.label);
        button.addEventListener('click', () => probe(key.label));
        act.append(button);
      }
      row.append(act);
      return row;
    }));
  if (focused) {
    const again = document.querySelector('button[data-key="' + focused + '"]');
    if (again) again.focus();
  }
}

function waterfall(one) {
  const picture = shape('svg', { class: 'fall', viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img' });
  const whole = Math.max(1, one.total);
  // without a call upstream all of it was the gateway's
  const called = one.before ?? one.total;
  const starts = [0, called, one.first ?? one.total];
  const ends = [called, one.first ?? one.total, one.total];
  ['before', 'wait', 'stream'].forEach((phase, i) => picture.append(shape('rect', {
    class: phase, x: starts[i] / whole * 100, y: 0, height: 10, width: Math.max(0, (ends[i] - starts[i]) / whole * 100)
  })));
  picture.setAttribute('aria-label',
    ['before', 'wait', 'stream'].map((phase, i) => text(phase) + ' ' + Math.max(0, ends[i] - starts[i]) + ' ms').join(', '));
  return picture;
}

function drawRequests() {
  table('requests', ['at', 'status', 'error', 'model', 'client', 'key', 'session', 'attempts', 'used', 'total', 'phases', 'route', 'id'],
    requests.map(one => {
      const row = element('tr');
      const mark = one.estimated ? '~' : '';
      row.append(element('td', new Date(one.at).toLocaleTimeString(language)),
        element('td', one.status, one.error ? 'bad' : 'ok'),
        element('td', one.error ? one.error + (one.cause ? ': ' + one.cause : '') : '–'),
        element('td', one.model || '–'), element('td', one.client || '–'), element('td', one.key || '–'),
        element('td', one.session || '–'), element('td', one.attempts),
        element('td', one.inputTokens === undefined ? '–' : mark + one.inputTokens + ' / ' + mark + one.outputTokens),
        element('td', one.total + ' ms'));
      const phases = element('td');
      phases.append(waterfall(one));
      row.append(phases, element('td', one.route), element('td', one.id));
      return row;
    }));
}

function draw() {
  if (!state) return;
  if (view() === 'now') drawNow();
  if (view() === 'keys') drawKeys();
  if (view() === 'requests') drawRequests();
}

async function get(path) {
  const answer = await fetch('/console/' + path);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function probe(label) {
  const token = $('token').value;
  const answer = await fetch('/console/keys/' + encodeURIComponent(label) + '/probe',
    { method: 'POST', headers: token ? { Authorization: 'Bearer ' + token } : {} });
  $('notice').textContent = answer.ok ? text('probed') + label : (await answer.text()).trim();
  await look();
}

async function look() {
  try {
    const now = performance.now();
    [state, requests] = await Promise.all([get('state'), get('requests')]);
    if (before) {
      const seconds = (now - before.now) / 1000;
      rates.push({
        requests: Math.max(0, state.requests - before.state.requests) / seconds,
        tokens: Math.max(0, state.outputTokens - before.state.outputTokens) / seconds
      });
      rates = rates.slice(-POINTS);
    }
    before = { now, state };
    if (state.draining) $('notice').textContent = text('draining');
    else if ($('notice').textContent === TEXTS.en.gone || $('notice').textContent === TEXTS.zh.gone) $('notice').textContent = '';
    draw();
  } catch (unreachable) {
    $('notice').textContent = text('gone');
  }
}

async function models() {
  try {
    $('names').replaceChildren(...(await get('models')).map(name => element('li', name)));
  } catch (unreachable) {
    $('notice').textContent = text('gone');
  }
}

window.addEventListener('hashchange', () => { show(); if (view() === 'models') models(); });
$('language').addEventListener('click', () => { language = language === 'en' ? 'zh' : 'en'; show(); });
show();
look();
models();
setInterval(look, PERIOD);
