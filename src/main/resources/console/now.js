import { byId, element, shape } from './dom.js';
import { text } from './texts.js';

const POINTS = 60;

let before = null;
let rates = [];

export function take(state) {
  const now = performance.now();
  if (before) {
    const seconds = (now - before.now) / 1000;
    rates.push({
      requests: Math.max(0, state.requests - before.state.requests) / seconds,
      tokens: Math.max(0, state.outputTokens - before.state.outputTokens) / seconds
    });
    rates = rates.slice(-POINTS);
  }
  before = { now, state };
}

function percentile(values, share) {
  if (!values.length) return '–';
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]) + ' ms';
}

export function draw(state, requests) {
  const first = requests.map(one => one.first).filter(one => one !== null && one !== undefined);
  const latest = rates[rates.length - 1] || { requests: 0, tokens: 0 };
  const figures = [
    ['inFlight', state.inFlight + ' / ' + state.limit], ['streams', state.streams],
    ['rate', latest.requests.toFixed(1)], ['failures', state.failed + ' / ' + state.requests],
    ['tokens', latest.tokens.toFixed(0)], ['p50', percentile(first, .5)], ['p99', percentile(first, .99)],
    ['known', state.models]
  ];
  byId('figures').replaceChildren(...figures.map(([name, value]) => {
    const box = element('div');
    box.append(element('dt', text(name)), element('dd', value));
    return box;
  }));
  const highest = Math.max(1, ...rates.map(one => one.requests));
  const top = text('highest') + ': ' + highest.toFixed(1);
  const points = rates.map((one, i) =>
    (600 - (rates.length - 1 - i) * 600 / (POINTS - 1)).toFixed(1) + ',' + (115 - one.requests / highest * 95).toFixed(1));
  byId('highest').textContent = top;
  byId('chart').replaceChildren(shape('title', { id: 'chart-title' }, text('perSecond') + ', ' + top),
    shape('path', { class: 'ground', d: 'M0 115H600' }),
    shape('polyline', { points: points.join(' ') }));
}
