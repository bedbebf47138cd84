import { button, byId, cell, element, row, table } from './dom.js';
import { change } from './gateway.js';
import { text } from './texts.js';

async function act(deed, label, look) {
  const answer = await change('keys/' + encodeURIComponent(label) + '/' + deed);
  byId('notice').textContent = answer.ok ? text('done-' + deed) + label : (await answer.text()).trim();
  await look();
}

function deeds(key) {
  if (key.state === 'aside') return ['bring-back'];
  return key.seconds > 0 ? ['probe', 'set-aside'] : ['set-aside'];
}

export function draw(state, look) {
  table('keys', ['key', 'state', 'act', 'reason', 'seconds', 'inFlight', 'served', 'failed', 'breaker'],
    state.keys.map(key => {
      const actions = element('td', '', 'actions');
      deeds(key).forEach(deed => actions.append(button(deed, key.label, () => act(deed, key.label, look))));
      return row(cell(key.label), cell(key.state, key.state), actions, cell(key.reason), cell(key.seconds || null),
        cell(key.inFlight), cell(key.served), cell(key.failed), cell(key.breaker));
    }));
}
