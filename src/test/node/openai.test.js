import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import OpenAI from 'openai';
import { zodFunction, zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
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

const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: 20_000 });
const patient = new OpenAI({ baseURL, apiKey, maxRetries: 2, timeout: 20_000 });
const chat = client.chat.completions;
const ask = (content, more = {}) => ({ model, messages: [{ role: 'user', content }], ...more });
const tools = [
  { type: 'function', function: { name: 'get_weather', description: 'Weather', parameters: weatherSchema } },
];

beforeEach(() => script());

test('a whole answer with usage and a request id', async () => {
  await script(says('Hello there, 🎭 friend.'));
  const { data, request_id, response } = await chat.create(ask('hi')).withResponse();
  assert.equal(data.choices[0].message.content, 'Hello there, 🎭 friend.');
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.equal(data.model, model);
  assert.ok(data.usage.prompt_tokens > 0);
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.ok(request_id);
  assert.equal(data._request_id, request_id);
  assert.equal(response.headers.get('openai-version'), '2020-10-01');
});

test('a stream, piece by piece, with usage in a last chunk of its own', async () => {
  await script(says('Hello there, 🎭 friend.'));
  let text = '';
  const finishes = [];
  const usages = [];
  for await (const chunk of await chat.create(ask('hi', { stream: true, stream_options: { include_usage: true } }))) {
    text += chunk.choices[0]?.delta.content ?? '';
    if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
    if (chunk.usage) usages.push([chunk.choices.length, chunk.usage.total_tokens]);
  }
  assert.equal(text, 'Hello there, 🎭 friend.');
  assert.deepEqual(finishes, ['stop']);
  assert.equal(usages.length, 1);
  assert.equal(usages[0][0], 0);
  assert.ok(usages[0][1] > 0);
});

test('a stream without include_usage has none', async () => {
  for await (const chunk of await chat.create(ask('hi', { stream: true }))) assert.equal(chunk.usage ?? null, null);
});

test('the stream helper gathers content, finish and usage', async () => {
  await script(says('Gathered words.'));
  const stream = chat.stream(ask('hi', { stream_options: { include_usage: true } }));
  const whole = await stream.finalChatCompletion();
  assert.equal(whole.choices[0].message.content, 'Gathered words.');
  assert.equal(whole.choices[0].finish_reason, 'stop');
  assert.ok((await stream.totalUsage()).total_tokens > 0);
});

test('a stream that is passed on as a readable stream is read by another client', async () => {
  await script(says('Through a proxy.'));
  const { ChatCompletionStream } = await import('openai/lib/ChatCompletionStream');
  const readable = (await chat.create(ask('hi', { stream: true }))).toReadableStream();
  const whole = await ChatCompletionStream.fromReadableStream(readable).finalContent();
  assert.equal(whole, 'Through a proxy.');
});

test('a call of a tool and its result, whole', async () => {
  await script(says(call('get_weather', { city: 'Paris' })), says('It is sunny.'));
  const first = await chat.create(ask('Weather in Paris?', { tools }));
  const message = first.choices[0].message;
  assert.equal(first.choices[0].finish_reason, 'tool_calls');
  assert.equal(message.content, null);
  assert.equal(message.tool_calls.length, 1);
  assert.equal(message.tool_calls[0].type, 'function');
  assert.deepEqual(JSON.parse(message.tool_calls[0].function.arguments), { city: 'Paris' });
  const second = await chat.create({
    model,
    tools,
    messages: [
      { role: 'user', content: 'Weather in Paris?' },
      message,
      { role: 'tool', tool_call_id: message.tool_calls[0].id, content: 'sunny, 24 degrees' },
    ],
  });
  assert.equal(second.choices[0].message.content, 'It is sunny.');
  assert.match((await seen()).queries[1].query, /sunny, 24 degrees/);
});

test('text and parallel calls from a stream', async () => {
  await script(
    says('Let me look.\n' + call('get_weather', { city: 'Paris' }) + '\n' + call('get_weather', { city: 'Rome' })),
  );
  const whole = await chat.stream(ask('Weather?', { tools })).finalChatCompletion();
  const [paris, rome] = whole.choices[0].message.tool_calls;
  assert.equal(whole.choices[0].finish_reason, 'tool_calls');
  assert.equal(whole.choices[0].message.content.trim(), 'Let me look.');
  assert.deepEqual(JSON.parse(paris.function.arguments), { city: 'Paris' });
  assert.deepEqual(JSON.parse(rome.function.arguments), { city: 'Rome' });
  assert.notEqual(paris.id, rome.id);
});

test('parallel_tool_calls false keeps the first call', async () => {
  await script(says(call('get_weather', { city: 'Paris' }) + call('get_weather', { city: 'Rome' })));
  const { choices } = await chat.create(ask('Weather?', { tools, parallel_tool_calls: false }));
  assert.equal(choices[0].message.tool_calls.length, 1);
});

test('runTools goes round until there is an answer', async () => {
  for (const stream of [false, true]) {
    await script(says(call('get_weather', { city: 'Paris' })), says('Sunny in Paris.'));
    const asked = [];
    const runner = client.chat.completions.runTools({
      model,
      stream,
      messages: [{ role: 'user', content: 'Weather in Paris?' }],
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'Weather',
            parameters: weatherSchema,
            parse: JSON.parse,
            function: ({ city }) => {
              asked.push(city);
              return 'sunny';
            },
          },
        },
      ],
    });
    assert.equal(await runner.finalContent(), 'Sunny in Paris.');
    assert.deepEqual(asked, ['Paris']);
  }
});

test('the deprecated functions get a function_call', async () => {
  await script(says(call('get_weather', { city: 'Paris' })));
  const { choices } = await chat.create(
    ask('Weather?', { functions: [{ name: 'get_weather', parameters: weatherSchema }] }),
  );
  assert.equal(choices[0].finish_reason, 'function_call');
  assert.equal(choices[0].message.function_call.name, 'get_weather');
});

const Person = z.object({ name: z.string(), age: z.number().int(), tags: z.array(z.string()) });

test('parse() gives an object of the zod schema, freed of its fence', async () => {
  await script(says('```json\n{"name":"Ada","age":36,"tags":["x"]}\n```'));
  const whole = await chat.parse(ask('Who?', { response_format: zodResponseFormat(Person, 'person') }));
  assert.deepEqual(whole.choices[0].message.parsed, { name: 'Ada', age: 36, tags: ['x'] });
});

test('parse() after a repair that the client does not see', async () => {
  await script(says('{"name":"Ada","age":"old"}'), says('{"name":"Ada","age":36,"tags":[]}'));
  const whole = await chat.parse(ask('Who?', { response_format: zodResponseFormat(Person, 'person') }));
  assert.equal(whole.choices[0].message.parsed.age, 36);
  assert.equal((await seen()).queries.length, 2);
});

test('structured output from a stream', async () => {
  await script(says('{"name":"Ada","age":36,"tags":[]}'));
  const stream = chat.stream(ask('Who?', { response_format: zodResponseFormat(Person, 'person') }));
  assert.equal((await stream.finalChatCompletion()).choices[0].message.parsed.name, 'Ada');
});

test('arguments of a zod function are parsed', async () => {
  await script(says(call('get_weather', { city: 'Paris' })));
  const weather = zodFunction({ name: 'get_weather', parameters: z.object({ city: z.string() }) });
  const whole = await chat.parse(ask('Weather?', { tools: [weather] }));
  assert.equal(whole.choices[0].message.tool_calls[0].function.parsed_arguments.city, 'Paris');
});

test('json_object gives valid JSON', async () => {
  await script(says('Sure!\n```json\n{"a": 1}\n```'), says('{"a": 1}'));
  const { choices } = await chat.create(ask('JSON please', { response_format: { type: 'json_object' } }));
  assert.deepEqual(JSON.parse(choices[0].message.content), { a: 1 });
});

test('reasoning comes apart from content, and the effort goes to the model', async () => {
  await script({ thinks: ['Let me ', 'think.'], says: ['Four', '.'] });
  const whole = await chat.create(ask('2+2?', { model: reasoningModel, reasoning_effort: 'high' }));
  assert.equal(whole.choices[0].message.content, 'Four.');
  assert.equal(whole.choices[0].message.reasoning_content, 'Let me think.');
  assert.equal((await seen()).queries[0].reasoningEffort, 'max');
  let thoughts = '';
  for await (const chunk of await chat.create(ask('2+2?', { model: reasoningModel, stream: true }))) {
    thoughts += chunk.choices[0]?.delta.reasoning_content ?? '';
  }
  assert.equal(thoughts, 'Let me think.');
});

test('stop and max_tokens cut the answer and say so', async () => {
  await script(says('one two three END four'));
  const stopped = await chat.create(ask('count', { stop: ['END'] }));
  assert.equal(stopped.choices[0].message.content, 'one two three ');
  assert.equal(stopped.choices[0].finish_reason, 'stop');
  const cut = await chat.create(ask('count', { max_completion_tokens: 2 }));
  assert.equal(cut.choices[0].finish_reason, 'length');
  assert.ok(cut.choices[0].message.content.length < 12);
});

test('sampling reaches the model; hints and unknown parameters do no harm', async () => {
  await chat.create(
    ask('hi', {
      temperature: 0.3,
      top_p: 0.9,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      seed: 7,
      user: 'u',
      logit_bias: { 5: 1 },
      store: true,
      metadata: { a: 'b' },
      service_tier: 'auto',
      verbosity: 'low',
      prompt_cache_key: 'k',
      top_k: 4,
      safety_identifier: 's',
      prediction: { type: 'content', content: 'x' },
      stop: null,
      tools: [],
      n: 1,
      logprobs: false,
    }),
  );
  assert.equal((await seen()).queries[0].modelConfigs.temperature, 0.3);
});

test('models are listed and found, also one whose name has a slash', async () => {
  const ids = [];
  for await (const each of client.models.list()) ids.push(each.id);
  assert.ok(ids.includes('gpt-4o'));
  assert.equal((await client.models.retrieve('gpt-4o')).id, 'gpt-4o');
  assert.equal((await client.models.retrieve('predefined-simulated/with-slash')).id, 'predefined-simulated/with-slash');
  await assert.rejects(client.models.retrieve('nothing'), OpenAI.NotFoundError);
});

test('a wrong key is an AuthenticationError', async () => {
  const stranger = new OpenAI({ baseURL, apiKey: 'sk-wrong', maxRetries: 0 });
  await assert.rejects(stranger.chat.completions.create(ask('hi')), (error) => {
    assert.ok(error instanceof OpenAI.AuthenticationError);
    assert.equal(error.code, 'invalid_api_key');
    assert.ok(error.requestID);
    assert.doesNotMatch(error.message, /sk-wrong/);
    return true;
  });
});

test('an unknown model is a NotFoundError, streamed or not', async () => {
  for (const stream of [false, true]) {
    await assert.rejects(chat.create(ask('hi', { model: 'no-such-model', stream })), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.equal(error.code, 'model_not_found');
      return true;
    });
  }
});

test('a bad request is a BadRequestError that names its field', async () => {
  await assert.rejects(chat.create(ask('hi', { temperature: 3 })), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.code, 'decimal_above_max_value');
    assert.equal(error.param, 'temperature');
    return true;
  });
  assert.equal((await seen()).queries.length, 0);
});

test('an image is refused clearly', async () => {
  const content = [
    { type: 'text', text: 'What is it?' },
    { type: 'image_url', image_url: { url: 'data:image/png;base64,' + pixel } },
  ];
  await assert.rejects(chat.create(ask(content)), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.match(error.message, /image_url is only supported by certain models/);
    assert.equal(error.param, 'messages.[0].content.[1].type');
    return true;
  });
});

test('a 429 tells how long to wait, and is obeyed', async () => {
  await script({ throttledForSeconds: 1 }, says('Back again.'));
  const started = Date.now();
  const whole = await patient.chat.completions.create(ask('hi'));
  assert.equal(whole.choices[0].message.content, 'Back again.');
  assert.ok(Date.now() - started >= 700, `after ${Date.now() - started} ms`);
  assert.equal((await seen()).queries.length, 2);
});

test('a 429 without retries is a RateLimitError with both headers', async () => {
  await script({ throttledForSeconds: 1 }, says('Back again.'));
  await assert.rejects(chat.create(ask('hi')), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.equal(error.code, 'rate_limit_exceeded');
    assert.match(error.headers.get('retry-after'), /^\d+$/);
    assert.match(error.headers.get('retry-after-ms'), /^\d+$/);
    return true;
  });
  await patient.chat.completions.create(ask('hi'));
});

test('a 502 with x-should-retry false is not retried', async () => {
  await script(says('I would rather talk.'));
  await assert.rejects(
    patient.chat.completions.create(ask('Weather?', { tools, tool_choice: 'required' })),
    (error) => {
      assert.ok(error instanceof OpenAI.InternalServerError);
      assert.equal(error.status, 502);
      assert.equal(error.headers.get('x-should-retry'), 'false');
      return true;
    },
  );
  // asked, and asked once to mend it
  assert.equal((await seen()).queries.length, 2);
});

test('a failure in the middle of a stream raises', async () => {
  for (const failure of [{ failsAfter: 2 }, { breaksAfter: 2 }]) {
    await script(says('one two three four', failure));
    let text = '';
    await assert.rejects(async () => {
      for await (const chunk of await chat.create(ask('hi', { stream: true })))
        text += chunk.choices[0]?.delta.content ?? '';
    }, OpenAI.APIError);
    assert.ok(text.length > 0);
    await assert.rejects(chat.stream(ask('hi')).finalChatCompletion(), OpenAI.OpenAIError);
  }
});

test('leaving a stream ends it upstream', async () => {
  await script(endless);
  for await (const chunk of await chat.create(ask('go', { stream: true }))) if (chunk.choices[0]?.delta.content) break;
  assert.ok(await abortedUpstream());
});

test('aborting a whole answer ends it upstream', async () => {
  await script(endless);
  await assert.rejects(chat.create(ask('go'), { signal: AbortSignal.timeout(300) }), OpenAI.APIUserAbortError);
  assert.ok(await abortedUpstream());
});

test('a time limit of the client is a timeout and ends the answer upstream', async () => {
  await script(endless);
  await assert.rejects(chat.create(ask('go'), { timeout: 300 }), OpenAI.APIConnectionTimeoutError);
  assert.ok(await abortedUpstream());
});

test('what is not served is a 404 that is not retried', async () => {
  for (const other of [
    () => patient.embeddings.create({ model: 'text-embedding-3-small', input: 'x' }),
    () => patient.moderations.create({ input: 'x' }),
    () => patient.images.generate({ prompt: 'x' }),
    () => patient.files.list(),
  ]) {
    const started = Date.now();
    await assert.rejects(other(), OpenAI.NotFoundError);
    assert.ok(Date.now() - started < 400, `after ${Date.now() - started} ms`);
  }
});

const flat = [{ type: 'function', name: 'get_weather', description: 'Weather', parameters: weatherSchema, strict: false }];

test('a response, whole, and the one that goes on from it', async () => {
  await script(says('Hello there, 🎭 friend.'), says('Again.'));
  const first = await client.responses.create({ model, input: 'hi' });
  assert.equal(first.output_text, 'Hello there, 🎭 friend.');
  assert.equal(first.status, 'completed');
  assert.ok(first.usage.total_tokens > 0);
  const second = await client.responses.create({ model, input: 'and?', previous_response_id: first.id });
  assert.equal(second.output_text, 'Again.');
  assert.equal((await client.responses.retrieve(first.id)).id, first.id);
  assert.equal((await client.responses.inputItems.list(first.id)).data[0].content[0].text, 'hi');
  await client.responses.delete(first.id);
  await assert.rejects(client.responses.retrieve(first.id), { status: 404 });
});

test('a streamed response, gathered by the client', async () => {
  await script(says('Hello there, 🎭 friend.'));
  let text = '';
  const stream = client.responses.stream({ model, input: 'hi' });
  stream.on('response.output_text.delta', (event) => (text += event.delta));
  const whole = await stream.finalResponse();
  assert.equal(text, 'Hello there, 🎭 friend.');
  assert.equal(whole.output_text, text);
});

test('a function called in a streamed response', async () => {
  await script(says(call('get_weather', { city: 'Paris' })));
  const whole = await client.responses.stream({ model, input: 'weather?', tools: flat }).finalResponse();
  assert.equal(whole.output[0].type, 'function_call');
  assert.deepEqual(JSON.parse(whole.output[0].arguments), { city: 'Paris' });
});

test('a function in a response, and its result, whole and streamed', async () => {
  for (const how of ['create', 'stream']) {
    await script(says('I look. ' + call('get_weather', { city: 'Paris "ä"' })), says('It is sunny.'));
    const input = [{ role: 'user', content: 'Weather?' }];
    const turn = () =>
      how === 'create'
        ? client.responses.create({ model, input, tools: flat })
        : client.responses.stream({ model, input, tools: flat }).finalResponse();
    const first = await turn();
    const made = first.output.at(-1);
    assert.equal(first.output_text.trim(), 'I look.');
    assert.deepEqual(JSON.parse(made.arguments), { city: 'Paris "ä"' });
    input.push(...first.output, { type: 'function_call_output', call_id: made.call_id, output: 'sunny, 24 degrees' });
    assert.equal((await turn()).output_text, 'It is sunny.');
    assert.match((await seen()).queries[1].query, /sunny, 24 degrees/);
  }
});

test('parse() of a response gives an object of the zod schema, whole and streamed', async () => {
  const text = { format: zodTextFormat(Person, 'person') };
  await script(says('```json\n{"name":"Ada","age":36,"tags":["x"]}\n```'));
  const whole = await client.responses.parse({ model, input: 'Who?', text });
  assert.deepEqual(whole.output_parsed, { name: 'Ada', age: 36, tags: ['x'] });
  const streamed = await client.responses.stream({ model, input: 'Who?', text }).finalResponse();
  assert.deepEqual(streamed.output_parsed, { name: 'Ada', age: 36, tags: ['x'] });
});

test('reasoning of a response is an item with a summary', async () => {
  await script({ thinks: ['Let me ', 'think.'], says: ['Four', '.'] });
  const whole = await client.responses.create({
    model: reasoningModel,
    input: '2+2?',
    reasoning: { effort: 'high', summary: 'auto' },
  });
  assert.equal(whole.output[0].summary[0].text, 'Let me think.');
  assert.equal(whole.output_text, 'Four.');
});

test('errors of responses are those of the client, and a 429 is waited out', async () => {
  const stranger = new OpenAI({ baseURL, apiKey: 'sk-wrong', maxRetries: 0 });
  await assert.rejects(stranger.responses.create({ model, input: 'hi' }), OpenAI.AuthenticationError);
  for (const stream of [false, true]) {
    await assert.rejects(client.responses.create({ model: 'no-such', input: 'hi', stream }), OpenAI.NotFoundError);
    await assert.rejects(client.responses.create({ model, input: 'hi', temperature: 7, stream }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'temperature');
      return true;
    });
  }
  await script({ throttledForSeconds: 1 }, says('Back again.'));
  assert.equal((await patient.responses.create({ model, input: 'hi' })).output_text, 'Back again.');
});

test('a failure in the middle of a streamed response raises, and leaving one ends it upstream', async () => {
  for (const failure of [{ failsAfter: 2 }, { breaksAfter: 2 }]) {
    await script(says('one two three four', failure));
    let text = '';
    await assert.rejects(async () => {
      for await (const event of await client.responses.create({ model, input: 'hi', stream: true }))
        if (event.type === 'response.output_text.delta') text += event.delta;
    }, OpenAI.APIError);
    assert.ok(text.length > 0);
    await assert.rejects(client.responses.stream({ model, input: 'hi' }).finalResponse(), OpenAI.OpenAIError);
  }
  await script(endless);
  for await (const event of await client.responses.create({ model, input: 'go', stream: true }))
    if (event.type === 'response.output_text.delta') break;
  assert.ok(await abortedUpstream());
});

test('a response in the background: asked for until it is whole', async () => {
  await script(says('Hello there, 🎭 friend.', { everyMillis: 50 }));
  let response = await client.responses.create({ model, input: 'hi', background: true });
  assert.equal(response.status, 'queued');
  while (response.status === 'queued' || response.status === 'in_progress') {
    await new Promise((resolve) => setTimeout(resolve, 50));
    response = await client.responses.retrieve(response.id);
  }
  assert.equal(response.status, 'completed');
  assert.equal(response.output_text, 'Hello there, 🎭 friend.');
});

test('a stream in the background is gone on with after it was lost, and cancelled', async () => {
  await script(says('Hello there, 🎭 friend.', { everyMillis: 50 }));
  let id;
  let last;
  for await (const event of await client.responses.create({ model, input: 'hi', background: true, stream: true })) {
    id ??= event.response.id;
    last = event.sequence_number;
    if (event.type === 'response.output_text.delta') break;
  }
  const rest = client.responses.stream({ response_id: id, starting_after: last });
  const numbers = [];
  rest.on('event', (event) => numbers.push(event.sequence_number));
  assert.equal((await rest.finalResponse()).output_text, 'Hello there, 🎭 friend.');
  assert.equal(numbers[0], last + 1);

  await script(endless);
  const long = await client.responses.create({ model, input: 'go', background: true });
  assert.equal((await client.responses.cancel(long.id)).status, 'cancelled');
});
