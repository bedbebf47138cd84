import { cell, row, table } from './dom.js';
import { get } from './gateway.js';
import { text } from './texts.js';

let all = [];

export async function load() {
  all = await get('models');
  draw();
}

export function draw() {
  table('models', ['model', 'kind', 'endpoint', 'isServed', 'fallbacks', 'changes'], all.map(one => row(
    cell(one.name), cell(text(one.kind === 'endpoint' ? 'kind-endpoint' : one.kind)), cell(one.endpoint),
    cell(text(one.served ? 'yes' : 'no'), one.served ? 'ok' : 'bad'),
    cell(one.fallbackModels.join(', ') || null), cell(one.changed.join(', ') || null))));
}
