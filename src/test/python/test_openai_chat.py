import json
import time

import openai
from openai import AsyncOpenAI, OpenAI, pydantic_function_tool
from pydantic import BaseModel

from stage import (
    BASE_URL,
    ENDLESS,
    KEY,
    MODEL,
    PIXEL,
    REASONING_MODEL,
    WEATHER_SCHEMA,
    ClientTest,
    aborted_upstream,
    call,
    queries,
    says,
    script,
)

client = OpenAI(base_url=BASE_URL, api_key=KEY, max_retries=0, timeout=20)
patient = OpenAI(base_url=BASE_URL, api_key=KEY, max_retries=2, timeout=20)
chat = client.chat.completions
TOOLS = [
    {"type": "function", "function": {"name": "get_weather", "description": "Weather", "parameters": WEATHER_SCHEMA}}
]


def ask(content, **more):
    return {"model": MODEL, "messages": [{"role": "user", "content": content}], **more}


class Person(BaseModel):
    name: str
    age: int


class GetWeather(BaseModel):
    city: str


class ChatCompletions(ClientTest):
    def test_a_whole_answer_with_its_usage_and_request_id(self):
        script(says("Hello there, 🎭 friend."))
        answer = chat.create(**ask("hi"))
        self.assertEqual(answer.choices[0].message.content, "Hello there, 🎭 friend.")
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(answer.model, MODEL)
        self.assertGreater(answer.usage.prompt_tokens, 0)
        self.assertEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)
        self.assertTrue(answer._request_id)

    def test_with_raw_response_shows_the_headers(self):
        raw = chat.with_raw_response.create(**ask("hi"))
        self.assertEqual(raw.http_response.status_code, 200)
        self.assertEqual(raw.headers["content-type"], "application/json")
        self.assertEqual(raw.headers["x-request-id"], raw.parse()._request_id)

    def test_with_streaming_response_reads_the_lines(self):
        script(says("Hello."))
        with chat.with_streaming_response.create(**ask("hi", stream=True)) as response:
            lines = [line for line in response.iter_lines() if line.startswith("data: ")]
        self.assertEqual(lines[-1], "data: [DONE]")

    def test_a_stream_with_usage_in_a_last_chunk(self):
        script(says("Hello there, 🎭 friend."))
        chunks = list(chat.create(**ask("hi", stream=True, stream_options={"include_usage": True})))
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        self.assertEqual(text, "Hello there, 🎭 friend.")
        self.assertEqual([c.choices[0].finish_reason for c in chunks if c.choices][-1], "stop")
        self.assertEqual(chunks[-1].choices, [])
        self.assertGreater(chunks[-1].usage.total_tokens, 0)

    def test_the_stream_helper_gathers_words_and_calls(self):
        script(says("Let me look.\n" + call("get_weather", city="Paris") + call("get_weather", city="Rome")))
        with chat.stream(**ask("Weather?", tools=[pydantic_function_tool(GetWeather, name="get_weather")])) as stream:
            kinds = {event.type for event in stream}
            message = stream.get_final_completion().choices[0].message
        self.assertIn("content.delta", kinds)
        self.assertIn("tool_calls.function.arguments.done", kinds)
        self.assertEqual(message.content.strip(), "Let me look.")
        self.assertEqual(
            [each.function.parsed_arguments for each in message.tool_calls],
            [GetWeather(city="Paris"), GetWeather(city="Rome")],
        )

    def test_a_tool_and_its_result(self):
        script(says(call("get_weather", city='Paris "ä"')), says("It is sunny."))
        first = chat.create(**ask("Weather?", tools=TOOLS)).choices[0]
        self.assertEqual(first.finish_reason, "tool_calls")
        self.assertIsNone(first.message.content)
        made = first.message.tool_calls[0]
        self.assertEqual(json.loads(made.function.arguments), {"city": 'Paris "ä"'})
        second = chat.create(
            model=MODEL,
            tools=TOOLS,
            messages=[
                {"role": "user", "content": "Weather?"},
                first.message,
                {"role": "tool", "tool_call_id": made.id, "content": "sunny, 24 degrees"},
            ],
        )
        self.assertEqual(second.choices[0].message.content, "It is sunny.")
        self.assertIn("sunny, 24 degrees", queries()[1]["query"])

    def test_parse_gives_an_object_whole_and_streamed(self):
        script(says('```json\n{"name":"Ada","age":36}\n```'))
        whole = chat.parse(**ask("Who?", response_format=Person))
        self.assertEqual(whole.choices[0].message.parsed, Person(name="Ada", age=36))
        with chat.stream(**ask("Who?", response_format=Person)) as stream:
            streamed = stream.get_final_completion()
        self.assertEqual(streamed.choices[0].message.parsed, Person(name="Ada", age=36))

    def test_parse_does_not_see_a_repair(self):
        script(says('{"name":"Ada","age":"old"}'), says('{"name":"Ada","age":36}'))
        whole = chat.parse(**ask("Who?", response_format=Person))
        self.assertEqual(whole.choices[0].message.parsed.age, 36)
        self.assertEqual(len(queries()), 2)

    def test_a_cut_answer_is_no_object(self):
        script(says('{"name":"Ada Lovelace of a long name","age":36}'))
        with self.assertRaises(openai.LengthFinishReasonError):
            chat.parse(**ask("Who?", response_format=Person, max_completion_tokens=3))

    def test_reasoning_is_a_field_of_its_own(self):
        script({"thinks": ["Let me ", "think."], "says": ["Four", "."]})
        whole = chat.create(**{**ask("2+2?"), "model": REASONING_MODEL, "reasoning_effort": "high"})
        self.assertEqual(whole.choices[0].message.content, "Four.")
        self.assertEqual(whole.choices[0].message.reasoning_content, "Let me think.")
        self.assertEqual(queries()[0]["reasoningEffort"], "max")

    def test_models_are_listed_and_found(self):
        self.assertIn(MODEL, [each.id for each in client.models.list()])
        self.assertEqual(client.models.retrieve(MODEL).id, MODEL)
        with self.assertRaises(openai.NotFoundError):
            client.models.retrieve("nothing")

    def test_a_text_is_completed_whole_and_streamed(self):
        script(says("Once upon a time."))
        whole = client.completions.create(model=MODEL, prompt="Tell a story")
        self.assertEqual(whole.choices[0].text, "Once upon a time.")
        parts = client.completions.create(model=MODEL, prompt="Tell a story", stream=True)
        self.assertEqual("".join(part.choices[0].text for part in parts if part.choices), "Once upon a time.")


class Errors(ClientTest):
    def test_each_is_the_clients_own(self):
        stranger = OpenAI(base_url=BASE_URL, api_key="sk-wrong", max_retries=2)
        picture = [{"type": "image_url", "image_url": {"url": "data:image/png;base64," + PIXEL}}]
        for error, code, of in (
            (openai.AuthenticationError, "invalid_api_key", lambda: stranger.chat.completions.create(**ask("hi"))),
            (openai.NotFoundError, "model_not_found", lambda: chat.create(**{**ask("hi"), "model": "no-such"})),
            (openai.BadRequestError, None, lambda: chat.create(**ask("hi", temperature=7))),
            (openai.BadRequestError, None, lambda: chat.create(**ask(picture))),
            (openai.NotFoundError, "model_not_found", lambda: client.embeddings.create(model="x", input="x")),
            (openai.NotFoundError, "unknown_url", lambda: client.moderations.create(input="x")),
        ):
            with self.subTest(error.__name__):
                with self.assertRaises(error) as raised:
                    of()
                self.assertTrue(raised.exception.request_id)
                self.assertNotIn("sk-wrong", str(raised.exception))
                if code:
                    self.assertEqual(raised.exception.code, code)
        self.assertEqual(queries(), [])

    def test_the_models_own_failures(self):
        script({"status": 500})
        with self.assertRaises(openai.InternalServerError) as raised:
            chat.create(**ask("hi"))
        self.assertEqual(raised.exception.status_code, 502)
        script({"throttledForSeconds": 1}, says("Back again."))
        with self.assertRaises(openai.RateLimitError) as raised:
            chat.create(**ask("hi", stream=True))
        self.assertEqual(raised.exception.code, "rate_limit_exceeded")
        self.assertRegex(raised.exception.response.headers["retry-after"], r"^\d+$")
        # until the key serves again
        patient.chat.completions.create(**ask("hi"))

    def test_a_429_is_waited_out(self):
        script({"throttledForSeconds": 1}, says("Back again."))
        began = time.monotonic()
        answer = patient.chat.completions.create(**ask("hi"))
        self.assertEqual(answer.choices[0].message.content, "Back again.")
        self.assertGreaterEqual(time.monotonic() - began, 0.7)
        self.assertEqual(len(queries()), 2)

    def test_what_no_retry_cures_is_not_tried_again(self):
        script(says("I would rather talk."))
        with self.assertRaises(openai.InternalServerError):
            patient.chat.completions.create(**ask("Weather?", tools=TOOLS, tool_choice="required"))
        # asked, and asked once to mend it
        self.assertEqual(len(queries()), 2)
        began = time.monotonic()
        with self.assertRaises(openai.NotFoundError):
            patient.files.list()
        self.assertLess(time.monotonic() - began, 0.4)

    def test_a_stream_that_breaks_raises(self):
        for failure in ({"failsAfter": 2}, {"breaksAfter": 2}):
            script(says("one two three four", **failure))
            text = ""
            with self.assertRaises(openai.APIError):
                for chunk in chat.create(**ask("hi", stream=True)):
                    text += chunk.choices[0].delta.content or ""
            self.assertTrue(text)

    def test_leaving_a_stream_ends_it_upstream(self):
        script(ENDLESS)
        with chat.create(**ask("go", stream=True)) as stream:
            next(iter(stream))
        self.assertTrue(aborted_upstream())

    def test_a_time_limit_ends_the_answer_upstream(self):
        script(ENDLESS)
        with self.assertRaises(openai.APITimeoutError):
            chat.create(**ask("go"), timeout=0.3)
        self.assertTrue(aborted_upstream())


class Async(ClientTest):
    def test_whole_and_streamed(self):
        import asyncio

        script(says("Hello there."))

        async def both():
            async with AsyncOpenAI(base_url=BASE_URL, api_key=KEY, max_retries=0) as each:
                whole = await each.chat.completions.create(**ask("hi"))
                stream = await each.chat.completions.create(**ask("hi", stream=True))
                parts = [part.choices[0].delta.content or "" async for part in stream if part.choices]
                return whole.choices[0].message.content, "".join(parts)

        self.assertEqual(asyncio.run(both()), ("Hello there.", "Hello there."))
