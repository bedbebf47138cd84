import { cell, element, row, shape, table } from './dom.js';
import { languageNow, text } from './texts.js';

const PHASES = ['before', 'wait', 'stream'];

function waterfall(one) {
  const picture = shape('svg', { class: 'fall', viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img' });
  const whole = Math.max(1, one.total);
  // without a call upstream all of it was the gateway's
  const called = one.before ?? one.total;
  const starts = [0, called, one.first ?? one.total];
  const ends = [called, one.first ?? one.total, one.total];
  PHASES.forEach((phase, i) => picture.append(shape('rect', {
    class: phase, x: starts[i] / whole * 100, y: 0, height: 10, width: Math.max(0, (ends[i] - starts[i]) / whole * 100)
  })));
  picture.setAttribute('aria-label',
    PHASES.map((phase, i) => text(phase) + ' ' + Math.max(0, ends[i] - starts[i]) + ' ms').join(', '));
  return picture;
}

export function draw(requests) {
  table('requests', ['at', 'status', 'error', 'model', 'client', 'key', 'session', 'attempts', 'used', 'total', 'phases', 'route', 'id'],
    requests.map(one => {
      const mark = one.estimated ? '~' : '';
      const phases = element('td');
      phases.append(waterfall(one));
      return row(cell(new Date(one.at).toLocaleTimeString(languageNow())),
        cell(one.status, one.error ? 'bad' : 'ok'),
        cell(one.error ? one.error + (one.cause ? ': ' + one.cause : '') : null),
        cell(one.model), cell(one.client), cell(one.key), cell(one.session), cell(one.attempts),
        cell(one.inputTokens === undefined ? null : mark + one.inputTokens + ' / ' + mark + one.outputTokens),
        cell(one.total + ' ms'), phases, cell(one.route), cell(one.id));
    }));
}
