import { byId, element } from './dom.js';
import { get } from './gateway.js';
import { SAMPLES } from './samples.js';
import { text } from './texts.js';

let base = '';
let talk = [];
let running = null;

export async function load() {
  const [models, document] = await Promise.all([get('models'), get('address')]);
  base = (document.tls ? 'https://' : 'http://') + location.hostname + ':' + document.port + '/v1';
  byId('play-models').replaceChildren(...models.filter(one => one.served).map(one => {
    const option = element('option');
    option.value = one.name;
    return option;
  }));
  if (!byId('play-model').value) byId('play-model').value = models.find(one => one.served)?.name ?? '';
  sample();
}

function json(id, name) {
  const words = byId(id).value.trim();
  if (!words) return undefined;
  try {
    return JSON.parse(words);
  } catch (wrong) {
    throw new Error(text(name) + ': ' + wrong.message);
  }
}

// the request as it is set, with what is about to be said
function body() {
  const said = byId('play-text').value;
  const system = byId('play-system').value.trim();
  const schema = json('play-schema', 'schema');
  const tools = json('play-tools', 'tools');
  return {
    model: byId('play-model').value,
    messages: [...(system ? [{ role: 'system', content: system }] : []), ...talk, ...(said ? [{ role: 'user', content: said }] : [])],
    ...(byId('play-stream').checked ? { stream: true } : {}),
    ...(tools ? { tools } : {}),
    ...(schema ? { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } } : {})
  };
}

function sample() {
  try {
    byId('play-sample').textContent = SAMPLES[byId('play-language').value](base, body());
  } catch (wrong) {
    byId('play-sample').textContent = wrong.message;
  }
}

function said(role, content) {
  const box = element('article', undefined, 'said ' + role);
  box.append(element('h4', role), element('p', content, 'words'));
  byId('talk').append(box);
  box.scrollIntoView({ block: 'nearest' });
  return box;
}

// what the model thought and called stands apart from what it said
class Answer {
  constructor() {
    this.box = said('assistant', '');
    this.message = { role: 'assistant', content: '' };
    this.calls = [];
  }

  part(name, kind) {
    let part = this.box.querySelector('.' + name);
    if (!part) {
      part = element('details', undefined, name);
      part.open = name === 'calls';
      part.append(element('summary', text(kind)), element('pre'));
      this.box.insertBefore(part, name === 'thought' ? this.box.querySelector('.words') : null);
    }
    return part.querySelector('pre');
  }

  add(delta) {
    if (delta.reasoning_content) this.part('thought', 'thought').textContent += delta.reasoning_content;
    if (delta.content) {
      this.message.content += delta.content;
      this.box.querySelector('.words').textContent = this.message.content;
    }
    (delta.tool_calls ?? []).forEach((call, i) => {
      const place = this.calls[call.index ?? i] ??= { id: '', type: 'function', function: { name: '', arguments: '' } };
      place.id = call.id ?? place.id;
      place.function.name += call.function?.name ?? '';
      place.function.arguments += call.function?.arguments ?? '';
      this.part('calls', 'calls').textContent = this.calls.map(one => one.function.name + ' ' + one.function.arguments).join('\n');
    });
  }
}

async function stream(answer, into) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.split('\n').filter(line => line.startsWith('data: ')).map(line => line.slice(6)).join('\n');
      if (!data || data === '[DONE]') continue;
      const chunk = JSON.parse(data);
      if (chunk.error) throw new Error(chunk.error.message);
      if (chunk.choices?.[0]) into.add(chunk.choices[0].delta);
      if (chunk.choices?.[0]?.finish_reason) tell(text('finished') + ': ' + chunk.choices[0].finish_reason);
    }
  }
}

function tell(words, bad) {
  byId('play-notice').textContent = words;
  byId('play-notice').className = bad ? 'bad' : 'legend';
}

async function send() {
  let asked;
  try {
    asked = body();
  } catch (wrong) {
    tell(wrong.message, true);
    return;
  }
  const words = byId('play-text').value;
  running = new AbortController();
  byId('play-stop').disabled = false;
  byId('play-send').disabled = true;
  tell(text('waiting'));
  if (words) { said('user', words); talk.push({ role: 'user', content: words }); }
  byId('play-text').value = '';
  let into;
  try {
    const answer = await fetch('/console/playground', {
      method: 'POST', signal: running.signal, body: JSON.stringify(asked),
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + byId('play-key').value }
    });
    if (!answer.ok) {
      const refusal = await answer.text();
      throw new Error(answer.status + ': ' + (JSON.parse(refusal).error?.message ?? refusal));
    }
    into = new Answer();
    if (answer.headers.get('content-type').startsWith('text/event-stream')) {
      await stream(answer, into);
    } else {
      const choice = (await answer.json()).choices[0];
      into.add(choice.message);
      tell(text('finished') + ': ' + choice.finish_reason);
    }
  } catch (wrong) {
    tell(wrong.name === 'AbortError' ? text('stopped') : wrong.message, wrong.name !== 'AbortError');
  } finally {
    if (into && (into.message.content || into.calls.length)) {
      talk.push(into.calls.length ? { ...into.message, tool_calls: into.calls } : into.message);
    } else if (words) {
      // what was not answered is not said again with the next words
      talk.pop();
    }
    running = null;
    byId('play-stop').disabled = true;
    byId('play-send').disabled = false;
    sample();
    byId('play-text').focus();
  }
}

export function start() {
  byId('play-form').addEventListener('submit', event => { event.preventDefault(); if (!running) send(); });
  byId('play-stop').addEventListener('click', () => running?.abort());
  byId('play-clear').addEventListener('click', () => { talk = []; byId('talk').replaceChildren(); tell(''); sample(); });
  byId('play-text').addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) byId('play-form').requestSubmit();
  });
  byId('play-form').addEventListener('input', sample);
  byId('play-language').addEventListener('change', sample);
}
