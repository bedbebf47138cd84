// The other end of the gateway: what the model is to say, and what it was asked.
import { setTimeout as pause } from 'node:timers/promises';

export const baseURL = process.env.GATEWAY_URL;
export const apiKey = process.env.GATEWAY_KEY;
export const model = 'gpt-4o';
export const reasoningModel = 'predefined-claude-sonnet-5';

/** Cut so that marks and JSON lie across deltas. */
export const split = (text) => text.match(/[^]{1,5}/g);

export const says = (text, more = {}) => ({ says: split(text), ...more });

export const call = (name, args) => `<tool_call>${JSON.stringify({ name, arguments: args })}</tool_call>`;

/** The model's answers, one after another; the last one again and again. */
export async function script(...answers) {
  const response = await fetch(process.env.STAGE_URL + '/script', { method: 'POST', body: JSON.stringify(answers) });
  if (!response.ok) throw new Error(`the stage answers ${response.status}`);
}

export async function seen() {
  const what = await (await fetch(process.env.STAGE_URL + '/seen')).json();
  return { queries: [], ...what };
}

/** Waits until the upstream has noticed that its answer is not wanted any more. */
export async function abortedUpstream() {
  const deadline = Date.now() + 2_000;
  for (;;) {
    const { aborted, open } = await seen();
    if (aborted === 1 && open === 0) return true;
    if (Date.now() > deadline) return false;
    await pause(20);
  }
}

/** An answer that takes a minute and more. */
export const endless = { says: Array(1_200).fill('word '), everyMillis: 50 };

export const weatherSchema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

/** A picture of one pixel. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
