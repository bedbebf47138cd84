import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import Anthropic, {
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  RateLimitError,
} from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { z } from 'zod';
import {
  abortedUpstream,
  apiKey,
  baseURL,
  call,
  endless,
  model,
  pixel,
  reasoningModel,
  says,
  script,
  seen,
  weatherSchema,
} from './stage.js';

// this SDK appends /v1 itself
const root = baseURL.replace(/\/v1\/?$/, '');
const client = new Anthropic({ baseURL: root, apiKey, maxRetries: 0, timeout: 20_000 });
const patient = new Anthropic({ baseURL: root, apiKey, maxRetries: 2, timeout: 20_000 });
const ask = (content, more = {}) => ({ model, max_tokens: 1_000, messages: [{ role: 'user', content }], ...more });
const tools = [{ name: 'get_weather', description: 'Weather', input_schema: weatherSchema }];

beforeEach(() => script());

test('a whole message with usage and a request id', async () => {
  await script(says('Hello there, 🎭 friend.'));
  const { data, request_id } = await client.messages.create(ask('hi', { system: 'Be kind.' })).withResponse();
  assert.deepEqual(
    data.content.map(({ type, text }) => [type, text]),
    [['text', 'Hello there, 🎭 friend.']],
  );
  assert.equal(data.stop_reason, 'end_turn');
  assert.ok(data.usage.input_tokens > 0);
  assert.ok(data.usage.output_tokens > 0);
  assert.ok(request_id);
  assert.equal(data._request_id, request_id);
  assert.match((await seen()).queries[0].instructions, /Be kind\./);
});

test('a stream, event by event, and the message that its helper makes of it', async () => {
  await script(says('Hello there, 🎭 friend.'));
  const types = new Set();
  for await (const event of await client.messages.create(ask('hi', { stream: true }))) types.add(event.type);
  for (const type of ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop'])
    assert.ok(types.has(type), type);
  assert.ok(types.has('message_delta') && types.has('message_stop'));

  let text = '';
  const stream = client.messages.stream(ask('hi')).on('text', (delta) => (text += delta));
  const message = await stream.finalMessage();
  assert.equal(text, 'Hello there, 🎭 friend.');
  assert.equal(message.content[0].text, text);
  assert.equal(message.stop_reason, 'end_turn');
  assert.ok(message.usage.output_tokens > 0);
});

test('tools: the call, its result, and the answer, whole and streamed', async () => {
  for (const how of ['create', 'stream']) {
    await script(says('I look. ' + call('get_weather', { city: 'Paris "x"\n' })), says('It is sunny.'));
    const messages = [{ role: 'user', content: 'Weather?' }];
    const turn = async () =>
      how === 'create'
        ? client.messages.create({ model, max_tokens: 1_000, tools, messages })
        : client.messages.stream({ model, max_tokens: 1_000, tools, messages }).finalMessage();
    const first = await turn();
    assert.equal(first.stop_reason, 'tool_use');
    const use = first.content.find((block) => block.type === 'tool_use');
    assert.equal(use.name, 'get_weather');
    assert.deepEqual(use.input, { city: 'Paris "x"\n' });
    messages.push({ role: 'assistant', content: first.content });
    messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: '{"sky":"sunny"}' }] });
    const second = await turn();
    assert.equal(second.content[0].text, 'It is sunny.');
    assert.match((await seen()).queries.at(-1).query, /sunny/);
  }
});

test('the tool runner works off the calls by itself', async () => {
  await script(says(call('get_weather', { city: 'Paris' })), says('It is sunny.'));
  const asked = [];
  const answer = await client.beta.messages.toolRunner({
    model,
    max_tokens: 1_000,
    messages: [{ role: 'user', content: 'Weather?' }],
    tools: [
      betaZodTool({
        name: 'get_weather',
        description: 'Weather',
        inputSchema: z.object({ city: z.string() }),
        run: ({ city }) => {
          asked.push(city);
          return 'sunny';
        },
      }),
    ],
  });
  assert.deepEqual(asked, ['Paris']);
  assert.equal(answer.content[0].text, 'It is sunny.');
});

test('thinking is a block of its own, and goes back as it came', async () => {
  await script({ thinks: ['Let me ', 'think.'], says: ['Four', '.'] }, says('Five.'));
  const more = { model: reasoningModel, thinking: { type: 'adaptive' } };
  const first = await client.messages.stream(ask('2+2?', more)).finalMessage();
  assert.deepEqual(
    first.content.map((block) => block.thinking ?? block.text),
    ['Let me think.', 'Four.'],
  );
  assert.ok(first.content[0].signature);
  const second = await client.messages.create({
    ...ask('2+2?', more),
    messages: [
      { role: 'user', content: '2+2?' },
      { role: 'assistant', content: first.content },
      { role: 'user', content: 'and 1?' },
    ],
  });
  assert.equal(second.content.at(-1).text, 'Five.');
});

test('structured output is parsed', async () => {
  await script(says('```json\n{"name":"Ada","age":36}\n```'));
  const message = await client.messages.parse(
    ask('Who?', { output_config: { format: zodOutputFormat(z.object({ name: z.string(), age: z.number() })) } }),
  );
  assert.deepEqual(message.parsed_output, { name: 'Ada', age: 36 });
});

test('stop sequences and max_tokens end the message with their reason', async () => {
  await script(says('one two END three'));
  const stopped = await client.messages.create(ask('count', { stop_sequences: ['END'] }));
  assert.equal(stopped.stop_reason, 'stop_sequence');
  assert.equal(stopped.stop_sequence, 'END');
  assert.equal(stopped.content[0].text.trim(), 'one two');
  await script(says('word '.repeat(200)));
  assert.equal((await client.messages.create(ask('go', { max_tokens: 5 }))).stop_reason, 'max_tokens');
});

test('tokens are counted without an answer', async () => {
  const { input_tokens } = await client.messages.countTokens({ model, messages: [{ role: 'user', content: 'hi you' }] });
  assert.ok(input_tokens > 0);
  assert.equal((await seen()).queries.length, 0);
});

test('models are listed', async () => {
  const ids = [];
  for await (const one of client.models.list()) {
    ids.push(one.id);
    assert.deepEqual([one.type, one.display_name], ['model', one.id]);
  }
  assert.ok(ids.includes(model));
  assert.equal((await client.models.retrieve(model)).id, model);
  await assert.rejects(client.models.retrieve('nothing'), { status: 404, type: 'not_found_error' });
});

test('errors are those of the SDK, each with its type and request id', async () => {
  const wrongKey = new Anthropic({ baseURL: root, apiKey: 'sk-wrong', maxRetries: 0 });
  const stranger = await rejected(wrongKey.messages.create(ask('hi')));
  assert.ok(stranger instanceof AuthenticationError);
  assert.equal(stranger.error.error.type, 'authentication_error');
  assert.ok(stranger.requestID);
  assert.ok((await rejected(client.messages.create(ask('hi', { model: 'no-such-model' })))) instanceof NotFoundError);
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } };
  const wrong = await rejected(client.messages.create(ask([image])));
  assert.ok(wrong instanceof BadRequestError);
  assert.equal(wrong.error.error.type, 'invalid_request_error');
  assert.ok((await rejected(client.messages.create(ask('hi', { max_tokens: 0 })))) instanceof BadRequestError);
  await script({ status: 500 });
  const failed = await rejected(client.messages.create(ask('hi')));
  assert.equal(failed.status, 502);
  assert.equal(failed.error.error.type, 'api_error');
  await script({ throttledForSeconds: 1 });
  assert.ok((await rejected(client.messages.create(ask('hi')))) instanceof RateLimitError);
});

async function rejected(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was answered');
}

test('a 429 is waited for and asked again', async () => {
  await script({ throttledForSeconds: 1 }, says('Back again.'));
  assert.equal((await patient.messages.create(ask('hi'))).content[0].text, 'Back again.');
});

test('a failure in the middle of a stream raises', async () => {
  for (const failure of [{ failsAfter: 2 }, { breaksAfter: 2 }]) {
    await script(says('one two three four', failure));
    let text = '';
    const stream = client.messages.stream(ask('hi')).on('text', (delta) => (text += delta));
    await assert.rejects(stream.finalMessage());
    assert.ok(text.length > 0);
  }
});

test('aborting a stream ends it upstream', async () => {
  await script(endless);
  const stream = client.messages.stream(ask('go')).on('text', () => stream.abort());
  await assert.rejects(stream.finalMessage(), APIUserAbortError);
  assert.ok(await abortedUpstream());
});

test('batches are a 404 with its reason', async () => {
  await assert.rejects(client.messages.batches.list(), (error) => {
    assert.ok(error instanceof NotFoundError);
    assert.match(error.message, /no batches/);
    return true;
  });
});
