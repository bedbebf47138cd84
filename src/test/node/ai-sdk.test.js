import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  APICallError,
  embed,
  generateObject,
  generateText,
  Output,
  stepCountIs,
  streamObject,
  streamText,
  tool,
} from 'ai';
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

const openai = createOpenAI({ baseURL, apiKey });
const compatible = createOpenAICompatible({
  name: 'ondemand2api',
  baseURL,
  apiKey,
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const anthropic = createAnthropic({ baseURL, apiKey });
const plain = createOpenAICompatible({ name: 'ondemand2api', baseURL, apiKey });

const providers = {
  '@ai-sdk/openai': (id) => openai(id),
  '@ai-sdk/openai chat': (id) => openai.chat(id),
  '@ai-sdk/openai-compatible': (id) => compatible(id),
  '@ai-sdk/anthropic': (id) => anthropic(id),
};
const Person = z.object({ name: z.string(), age: z.number().int() });
const quiet = { onError: () => {} };

function weather(asked) {
  return {
    get_weather: tool({
      description: 'Weather of a city',
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => {
        asked.push(city);
        return { city, sky: 'sunny' };
      },
    }),
  };
}

beforeEach(() => script());

for (const [name, of] of Object.entries(providers)) {
  test(`${name}: generateText with usage`, async () => {
    await script(says('Hello there, 🎭 friend.'));
    const result = await generateText({ model: of(model), system: 'Be kind.', prompt: 'hi', maxRetries: 0 });
    assert.equal(result.text, 'Hello there, 🎭 friend.');
    assert.equal(result.finishReason, 'stop');
    assert.ok(result.usage.inputTokens > 0);
    assert.ok(result.usage.outputTokens > 0);
    assert.match((await seen()).queries[0].instructions, /Be kind\./);
  });

  test(`${name}: streamText with usage`, async () => {
    await script(says('Hello there, 🎭 friend.'));
    const result = streamText({ model: of(model), prompt: 'hi', maxRetries: 0 });
    let text = '';
    for await (const part of result.textStream) text += part;
    assert.equal(text, 'Hello there, 🎭 friend.');
    assert.equal(await result.finishReason, 'stop');
    assert.ok((await result.usage).outputTokens > 0);
  });

  test(`${name}: tools go round until there is an answer, whole and streamed`, async () => {
    for (const generate of [generateText, streamText]) {
      await script(
        says('Let me look. ' + call('get_weather', { city: 'Paris' }) + call('get_weather', { city: 'Rome' })),
        says('Sunny in both.'),
      );
      const asked = [];
      const result = generate({
        model: of(model),
        prompt: 'Weather?',
        tools: weather(asked),
        stopWhen: stepCountIs(3),
        maxRetries: 0,
      });
      if (generate === streamText) await result.consumeStream();
      const done = await result;
      const steps = await done.steps;
      assert.deepEqual(asked.sort(), ['Paris', 'Rome']);
      assert.equal(steps[0].finishReason, 'tool-calls');
      assert.equal(steps[0].toolCalls.length, 2);
      assert.equal(await done.text, 'Sunny in both.');
      assert.match((await seen()).queries[1].query, /sunny/);
    }
  });

  test(`${name}: a tool that must be called is called`, async () => {
    await script(says(call('get_weather', { city: 'Paris' })));
    const asked = [];
    const result = await generateText({
      model: of(model),
      prompt: 'Weather?',
      tools: weather(asked),
      toolChoice: { type: 'tool', toolName: 'get_weather' },
    });
    assert.deepEqual(asked, ['Paris']);
    assert.equal(result.toolResults[0].output.sky, 'sunny');
  });

  test(`${name}: generateObject`, async () => {
    await script(says('```json\n{"name":"Ada","age":36}\n```'));
    const { object } = await generateObject({ model: of(model), schema: Person, prompt: 'Who?', maxRetries: 0 });
    assert.deepEqual(object, { name: 'Ada', age: 36 });
    assert.match((await seen()).queries[0].instructions, /"age"/);
  });

  test(`${name}: streamObject`, async () => {
    await script(says('{"name":"Ada","age":36}'));
    const result = streamObject({ model: of(model), schema: Person, prompt: 'Who?', maxRetries: 0 });
    for await (const partial of result.partialObjectStream) assert.ok(partial);
    assert.deepEqual(await result.object, { name: 'Ada', age: 36 });
  });

  test(`${name}: generateText with an output schema`, async () => {
    await script(says('{"name":"Ada","age":36}'));
    const result = await generateText({
      model: of(model),
      prompt: 'Who?',
      output: Output.object({ schema: Person }),
      maxRetries: 0,
    });
    assert.deepEqual(result.output, { name: 'Ada', age: 36 });
  });

  test(`${name}: a wrong key and an unknown model are errors with their status`, async () => {
    await assert.rejects(generateText({ model: of('no-such-model'), prompt: 'hi' }), (error) => {
      assert.ok(APICallError.isInstance(error));
      assert.equal(error.statusCode, 404);
      assert.match(error.message, /no-such-model/);
      return true;
    });
    const stranger = createOpenAI({ baseURL, apiKey: 'sk-wrong' });
    await assert.rejects(generateText({ model: stranger.chat(model), prompt: 'hi' }), (error) => {
      assert.equal(error.statusCode, 401);
      return true;
    });
  });

  test(`${name}: an image is refused clearly`, async () => {
    const content = [
      { type: 'text', text: 'What is it?' },
      { type: 'image', image: Buffer.from(pixel, 'base64'), mediaType: 'image/png' },
    ];
    await assert.rejects(generateText({ model: of(model), messages: [{ role: 'user', content }] }), (error) => {
      assert.equal(error.statusCode, 400);
      assert.match(error.message, /(image_url|input_image) is only supported by certain models|'image' are only supported/);
      return true;
    });
  });

  test(`${name}: a 429 is waited for and asked again`, async () => {
    await script({ throttledForSeconds: 1 }, says('Back again.'));
    const started = Date.now();
    const result = await generateText({ model: of(model), prompt: 'hi' });
    assert.equal(result.text, 'Back again.');
    const took = Date.now() - started;
    assert.ok(took >= 700 && took < 1_900, `after ${took} ms: its own wait would be 2 s`);
  });

  test(`${name}: a failure in the middle of a stream raises`, async () => {
    for (const failure of [{ failsAfter: 2 }, { breaksAfter: 2 }]) {
      await script(says('one two three four', failure));
      const result = streamText({ model: of(model), prompt: 'hi', maxRetries: 0, ...quiet });
      const errors = [];
      let text = '';
      for await (const part of result.fullStream) {
        if (part.type === 'error') errors.push(part.error);
        if (part.type === 'text-delta') text += part.text;
      }
      assert.ok(text.length > 0);
      assert.equal(errors.length, 1);
    }
  });

  test(`${name}: aborting a stream ends it upstream`, async () => {
    await script(endless);
    const abort = new AbortController();
    const result = streamText({ model: of(model), prompt: 'go', abortSignal: abort.signal, ...quiet });
    for await (const part of result.fullStream) if (part.type === 'text-delta') abort.abort();
    assert.ok(await abortedUpstream());
  });
}

test('@ai-sdk/openai-compatible: reasoning comes apart from content, whole and streamed', async () => {
  await script({ thinks: ['Let me ', 'think.'], says: ['Four', '.'] });
  const providerOptions = { ondemand2api: { reasoningEffort: 'medium' } };
  const whole = await generateText({ model: compatible(reasoningModel), prompt: '2+2?', providerOptions });
  assert.equal(whole.reasoningText, 'Let me think.');
  assert.equal(whole.text, 'Four.');
  assert.equal((await seen()).queries[0].reasoningEffort, 'medium');
  const stream = streamText({ model: compatible(reasoningModel), prompt: '2+2?' });
  await stream.consumeStream();
  assert.equal(await stream.reasoningText, 'Let me think.');
  assert.equal(await stream.text, 'Four.');
});

test('@ai-sdk/openai-compatible: generateObject without declared structured outputs asks for any JSON', async () => {
  await script(says('```json\n{"name":"Ada","age":36}\n```'));
  const { object } = await generateObject({ model: plain(model), schema: Person, prompt: 'Who?', maxRetries: 0 });
  assert.equal(object.name, 'Ada');
});

test('@ai-sdk/openai: embeddings are a 404 that is not retried', async () => {
  const started = Date.now();
  await assert.rejects(embed({ model: openai.embedding('text-embedding-3-small'), value: 'x' }), (error) => {
    assert.equal(error.statusCode, 404);
    return true;
  });
  assert.ok(Date.now() - started < 1_000);
});
