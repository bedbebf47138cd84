import { byId, cell, row, table } from './dom.js';
import { get } from './gateway.js';

let groups = [];

export async function load() {
  groups = await get('usage/' + byId('period').value + '/' + byId('part').value);
  draw();
}

export function draw() {
  table('usage', [byId('period').value, byId('part').value, 'count', 'failed', 'input', 'output', 'estimated'],
    groups.map(one => row(cell(one.period), cell(one.part), cell(one.requests), cell(one.failed, one.failed ? 'bad' : ''),
      cell(one.inputTokens.toLocaleString()), cell(one.outputTokens.toLocaleString()), cell(one.estimated))));
}
