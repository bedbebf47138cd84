import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
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
} from './stage.js';

const chat = (more = {}) =>
  new ChatOpenAI({ model, apiKey, maxRetries: 0, timeout: 20_000, configuration: { baseURL }, ...more });
const weather = tool(async ({ city }) => `sunny in ${city}`, {
  name: 'get_weather',
  description: 'Weather of a city',
  schema: z.object({ city: z.string() }),
});
const Person = z.object({ name: z.string(), age: z.number().int() });

beforeEach(() => script());

test('invoke with usage', async () => {
  await script(says('Hello there, 🎭 friend.'));
  const answer = await chat().invoke([new SystemMessage('Be kind.'), new HumanMessage('hi')]);
  assert.equal(answer.content, 'Hello there, 🎭 friend.');
  assert.equal(answer.response_metadata.finish_reason, 'stop');
  assert.ok(answer.usage_metadata.total_tokens > 0);
  assert.match((await seen()).queries[0].instructions, /Be kind\./);
});

test('stream with usage', async () => {
  await script(says('Hello there, 🎭 friend.'));
  let whole;
  for await (const chunk of await chat({ streamUsage: true }).stream('hi')) whole = whole ? whole.concat(chunk) : chunk;
  assert.equal(whole.getType(), 'ai');
  assert.equal(whole.content, 'Hello there, 🎭 friend.');
  assert.ok(whole.usage_metadata.output_tokens > 0);
});

test('batch', async () => {
  await script(says('Yes.'));
  const answers = await chat().batch(['a', 'b', 'c']);
  assert.deepEqual(
    answers.map((each) => each.content),
    ['Yes.', 'Yes.', 'Yes.'],
  );
});

test('a round of tools with parallel calls', async () => {
  await script(
    says(call('get_weather', { city: 'Paris' }) + call('get_weather', { city: 'Rome' })),
    says('Sunny in both.'),
  );
  const bound = chat().bindTools([weather]);
  const question = new HumanMessage('Weather?');
  const first = await bound.invoke([question]);
  assert.deepEqual(
    first.tool_calls.map((each) => each.args.city),
    ['Paris', 'Rome'],
  );
  const results = await Promise.all(first.tool_calls.map((each) => weather.invoke(each)));
  assert.ok(results.every((each) => each instanceof ToolMessage));
  const second = await bound.invoke([question, first, ...results]);
  assert.equal(second.content, 'Sunny in both.');
  assert.match((await seen()).queries[1].query, /sunny in Rome/);
});

test('calls from a stream', async () => {
  await script(says('Let me look.\n' + call('get_weather', { city: 'Paris' }) + call('get_weather', { city: 'Rome' })));
  let whole;
  for await (const chunk of await chat().bindTools([weather]).stream('Weather?'))
    whole = whole ? whole.concat(chunk) : chunk;
  assert.deepEqual(
    whole.tool_calls.map((each) => [each.name, each.args.city]),
    [
      ['get_weather', 'Paris'],
      ['get_weather', 'Rome'],
    ],
  );
  assert.equal(new Set(whole.tool_calls.map((each) => each.id)).size, 2);
});

test('a tool that must be called', async () => {
  await script(says(call('get_weather', { city: 'Paris' })));
  const answer = await chat().bindTools([weather], { tool_choice: 'any' }).invoke('Weather?');
  assert.equal(answer.tool_calls[0].args.city, 'Paris');
});

test('withStructuredOutput by each of its methods', async () => {
  for (const method of ['jsonSchema', 'jsonMode']) {
    await script(says('```json\n{"name":"Ada","age":36}\n```'));
    const answer = await chat().withStructuredOutput(Person, { name: 'person', method }).invoke('Who? As JSON.');
    assert.deepEqual(answer, { name: 'Ada', age: 36 }, method);
  }
  await script(says(call('person', { name: 'Ada', age: 36 })));
  const answer = await chat()
    .withStructuredOutput(Person, { name: 'person', method: 'functionCalling' })
    .invoke('Who?');
  assert.deepEqual(answer, { name: 'Ada', age: 36 });
});

test('withStructuredOutput from a stream', async () => {
  await script(says('{"name":"Ada","age":36}'));
  let last;
  for await (const part of await chat().withStructuredOutput(Person, { name: 'person' }).stream('Who?')) last = part;
  assert.deepEqual(last, { name: 'Ada', age: 36 });
});

test('reasoning comes apart from content', async () => {
  await script({ thinks: ['Let me ', 'think.'], says: ['Four', '.'] });
  const answer = await chat({ model: reasoningModel }).invoke('2+2?');
  assert.equal(answer.content, 'Four.');
  assert.equal(answer.additional_kwargs.reasoning_content, 'Let me think.');
});

test('a wrong key, an unknown model and an image are errors with their status', async () => {
  await assert.rejects(chat({ apiKey: 'sk-wrong' }).invoke('hi'), { status: 401 });
  await assert.rejects(chat({ model: 'no-such-model' }).invoke('hi'), { status: 404 });
  const picture = new HumanMessage({
    content: [
      { type: 'text', text: 'What is it?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,' + pixel } },
    ],
  });
  await assert.rejects(chat({ maxRetries: 6 }).invoke([picture]), (error) => {
    assert.equal(error.status, 400);
    assert.match(error.message, /image_url is only supported by certain models/);
    return true;
  });
});

test('a 429 is waited for and asked again', async () => {
  await script({ throttledForSeconds: 1 }, says('Back again.'));
  const answer = await chat({ maxRetries: 3 }).invoke('hi');
  assert.equal(answer.content, 'Back again.');
});

test('a failure in the middle of a stream raises', async () => {
  for (const failure of [{ failsAfter: 2 }, { breaksAfter: 2 }]) {
    await script(says('one two three four', failure));
    let text = '';
    await assert.rejects(async () => {
      for await (const chunk of await chat().stream('hi')) text += chunk.content;
    });
    assert.ok(text.length > 0);
  }
});

test('aborting a stream ends it upstream', async () => {
  await script(endless);
  const abort = new AbortController();
  await assert.rejects(async () => {
    for await (const chunk of await chat().stream('go', { signal: abort.signal })) if (chunk.content) abort.abort();
  });
  assert.ok(await abortedUpstream());
});

test('embeddings are a 404 that is not retried', async () => {
  const embeddings = new OpenAIEmbeddings({ apiKey, configuration: { baseURL } });
  const started = Date.now();
  await assert.rejects(embeddings.embedQuery('x'), { status: 404 });
  assert.ok(Date.now() - started < 1_000);
});

test('the Responses API, whole and streamed', async () => {
  await script(says('Hello there, 🎭 friend.'));
  const responses = chat({ useResponsesApi: true });
  assert.equal((await responses.invoke('hi')).text, 'Hello there, 🎭 friend.');
  let text = '';
  for await (const chunk of await responses.stream('hi')) text += chunk.text;
  assert.equal(text, 'Hello there, 🎭 friend.');
});

test('the Responses API: a round of tools, whole and streamed', async () => {
  for (const stream of [false, true]) {
    await script(
      says('I look. ' + call('get_weather', { city: 'Paris' }) + call('get_weather', { city: 'Rome' })),
      says('Sunny in both.'),
    );
    const bound = chat({ useResponsesApi: true }).bindTools([weather]);
    const turn = async (messages) => {
      if (!stream) return bound.invoke(messages);
      let whole;
      for await (const chunk of await bound.stream(messages)) whole = whole ? whole.concat(chunk) : chunk;
      return whole;
    };
    const question = new HumanMessage('Weather?');
    const first = await turn([question]);
    assert.deepEqual(
      first.tool_calls.map((each) => each.args.city),
      ['Paris', 'Rome'],
    );
    const results = await Promise.all(first.tool_calls.map((each) => weather.invoke(each)));
    assert.equal((await turn([question, first, ...results])).text, 'Sunny in both.');
    assert.match((await seen()).queries[1].query, /sunny in Rome/);
  }
});

test('the Responses API: structured output, errors and a broken stream', async () => {
  const responses = chat({ useResponsesApi: true });
  await script(says('```json\n{"name":"Ada","age":36}\n```'));
  assert.deepEqual(await responses.withStructuredOutput(Person, { name: 'person' }).invoke('Who?'), {
    name: 'Ada',
    age: 36,
  });
  await assert.rejects(chat({ useResponsesApi: true, apiKey: 'sk-wrong' }).invoke('hi'), { status: 401 });
  await assert.rejects(chat({ useResponsesApi: true, model: 'no-such-model' }).invoke('hi'), { status: 404 });
  for (const failure of [{ failsAfter: 2 }, { breaksAfter: 2 }]) {
    await script(says('one two three four', failure));
    let text = '';
    await assert.rejects(async () => {
      for await (const chunk of await responses.stream('hi')) text += chunk.text;
    });
    assert.ok(text.length > 0);
  }
  await script({ throttledForSeconds: 1 }, says('Back again.'));
  assert.equal((await chat({ useResponsesApi: true, maxRetries: 3 }).invoke('hi')).text, 'Back again.');
});
