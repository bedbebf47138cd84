import asyncio
import time

import anthropic
from anthropic import Anthropic, AsyncAnthropic, beta_tool
from pydantic import BaseModel

from stage import (
    ENDLESS,
    KEY,
    MODEL,
    REASONING_MODEL,
    ROOT_URL,
    WEATHER_SCHEMA,
    ClientTest,
    aborted_upstream,
    call,
    queries,
    says,
    script,
)

client = Anthropic(base_url=ROOT_URL, api_key=KEY, max_retries=0, timeout=20)
patient = Anthropic(base_url=ROOT_URL, api_key=KEY, max_retries=2, timeout=20)
TOOLS = [{"name": "get_weather", "description": "Weather", "input_schema": WEATHER_SCHEMA}]


def ask(content, **more):
    return {"model": MODEL, "max_tokens": 1_000, "messages": [{"role": "user", "content": content}], **more}


def whole(**question):
    return client.messages.create(**question)


def streamed(**question):
    with client.messages.stream(**question) as stream:
        return stream.get_final_message()


class Person(BaseModel):
    name: str
    age: int


class Messages(ClientTest):
    def test_an_answer_with_its_usage_whole_and_streamed(self):
        for turn in (whole, streamed):
            with self.subTest(turn.__name__):
                script(says("Hello there, 🎭 friend."))
                message = turn(**ask("hi", system="Be kind."))
                self.assertEqual([block.text for block in message.content], ["Hello there, 🎭 friend."])
                self.assertEqual(message.stop_reason, "end_turn")
                self.assertGreater(message.usage.input_tokens, 0)
                self.assertGreater(message.usage.output_tokens, 0)
                self.assertEqual(queries()[0]["instructions"], "Be kind.")

    def test_a_stream_event_by_event(self):
        script(says("Hello there."))
        kinds = [event.type for event in client.messages.create(**ask("hi", stream=True))]
        self.assertEqual(kinds[:2], ["message_start", "content_block_start"])
        self.assertEqual(kinds[-3:], ["content_block_stop", "message_delta", "message_stop"])
        with client.messages.stream(**ask("hi")) as stream:
            self.assertEqual("".join(stream.text_stream), "Hello there.")

    def test_a_raw_response_has_its_request_id(self):
        raw = client.messages.with_raw_response.create(**ask("hi"))
        self.assertTrue(raw.headers["request-id"])
        self.assertEqual(raw.parse()._request_id, raw.headers["request-id"])

    def test_why_an_answer_ended_early(self):
        script(says("one two three four five six"))
        stopped = whole(**ask("count", stop_sequences=["three"]))
        self.assertEqual((stopped.stop_reason, stopped.stop_sequence), ("stop_sequence", "three"))
        self.assertEqual(whole(**{**ask("count"), "max_tokens": 2}).stop_reason, "max_tokens")

    def test_a_tool_and_its_result_whole_and_streamed(self):
        for turn in (whole, streamed):
            with self.subTest(turn.__name__):
                script(says("I look. " + call("get_weather", city='Paris "ä"')), says("It is sunny."))
                talk = [{"role": "user", "content": "Weather?"}]
                first = turn(model=MODEL, max_tokens=1_000, tools=TOOLS, messages=talk)
                self.assertEqual(first.stop_reason, "tool_use")
                made = first.content[1]
                self.assertEqual((made.name, made.input), ("get_weather", {"city": 'Paris "ä"'}))
                talk.append({"role": "assistant", "content": first.content})
                result = {"type": "tool_result", "tool_use_id": made.id, "content": "no such city", "is_error": True}
                talk.append({"role": "user", "content": [result]})
                second = turn(model=MODEL, max_tokens=1_000, tools=TOOLS, messages=talk)
                self.assertEqual(second.content[0].text, "It is sunny.")
                self.assertIn("no such city", queries()[1]["query"])

    def test_the_tool_runner_goes_round_until_there_is_an_answer(self):
        asked = []

        @beta_tool
        def get_weather(city: str) -> str:
            """Weather of a city.

            Args:
                city: its name
            """
            asked.append(city)
            return "sunny"

        for stream in (False, True):
            with self.subTest(stream=stream):
                script(says(call("get_weather", city="Paris")), says("Sunny in Paris."))
                runner = client.beta.messages.tool_runner(**ask("Weather?"), tools=[get_weather], stream=stream)
                self.assertEqual(runner.until_done().content[0].text, "Sunny in Paris.")
        self.assertEqual(asked, ["Paris", "Paris"])

    def test_thinking_comes_in_its_block_and_goes_back(self):
        for turn in (whole, streamed):
            with self.subTest(turn.__name__):
                script({"thinks": ["Let me ", "think."], "says": ["Four", "."]})
                question = {"model": REASONING_MODEL, "max_tokens": 2_000, "thinking": {"type": "adaptive"}}
                talk = [{"role": "user", "content": "2+2?"}]
                message = turn(**question, messages=talk)
                self.assertEqual([block.type for block in message.content], ["thinking", "text"])
                self.assertEqual(message.content[0].thinking, "Let me think.")
                self.assertTrue(message.content[0].signature)
                talk += [{"role": "assistant", "content": message.content}, {"role": "user", "content": "go on"}]
                turn(**question, messages=talk)
                self.assertEqual(queries()[-1]["query"], "go on")

    def test_parse_gives_an_object_whole_and_streamed(self):
        script(says('```json\n{"name":"Ada","age":36}\n```'))
        parsed = client.messages.parse(**ask("Who?"), output_format=Person)
        self.assertEqual(parsed.parsed_output, Person(name="Ada", age=36))
        with client.messages.stream(**ask("Who?"), output_format=Person) as stream:
            self.assertEqual(stream.get_final_message().parsed_output, Person(name="Ada", age=36))

    def test_tokens_are_counted_without_asking_the_model(self):
        few = client.messages.count_tokens(model=MODEL, messages=ask("Hello there")["messages"]).input_tokens
        more = client.messages.count_tokens(
            model=MODEL, messages=ask("Hello there")["messages"], system="Be brief.", tools=TOOLS
        ).input_tokens
        self.assertGreater(few, 0)
        self.assertGreater(more, few)
        self.assertEqual(queries(), [])

    def test_models_are_listed_and_found(self):
        listed = {each.id: each for each in client.models.list()}
        self.assertEqual(listed[MODEL].type, "model")
        self.assertEqual(listed[MODEL].display_name, MODEL)
        self.assertTrue(listed[MODEL].created_at.tzinfo)
        self.assertEqual(client.models.retrieve(MODEL).lifecycle, "active")
        with self.assertRaises(anthropic.NotFoundError) as raised:
            client.models.retrieve("nothing")
        self.assertEqual(raised.exception.body["error"]["type"], "not_found_error")

    def test_an_asynchronous_client(self):
        async def both():
            async with AsyncAnthropic(base_url=ROOT_URL, auth_token=KEY, max_retries=0) as each:
                message = await each.messages.create(**ask("hi"))
                async with each.messages.stream(**ask("hi")) as stream:
                    return message.content[0].text, await stream.get_final_text()

        script(says("Hello there."))
        self.assertEqual(asyncio.run(both()), ("Hello there.", "Hello there."))


class Errors(ClientTest):
    def test_each_is_the_clients_own(self):
        stranger = Anthropic(base_url=ROOT_URL, api_key="sk-ant-wrong", max_retries=2)
        for error, kind, of in (
            (anthropic.AuthenticationError, "authentication_error", lambda: stranger.messages.create(**ask("hi"))),
            (anthropic.NotFoundError, "not_found_error", lambda: whole(**{**ask("hi"), "model": "no-such"})),
            (anthropic.BadRequestError, "invalid_request_error", lambda: whole(**ask("hi", thinking={"type": "deep"}))),
            (anthropic.NotFoundError, "not_found_error", lambda: patient.messages.batches.list()),
        ):
            with self.subTest(error.__name__):
                with self.assertRaises(error) as raised:
                    of()
                self.assertTrue(raised.exception.request_id)
                self.assertEqual(raised.exception.body["error"]["type"], kind)
                self.assertNotIn("sk-ant-wrong", str(raised.exception))
        self.assertEqual(queries(), [])

    def test_the_models_own_failures(self):
        script({"status": 500})
        with self.assertRaises(anthropic.InternalServerError) as raised:
            whole(**ask("hi"))
        self.assertEqual(raised.exception.body["error"]["type"], "api_error")
        script({"throttledForSeconds": 1}, says("Back again."))
        with self.assertRaises(anthropic.RateLimitError) as raised:
            whole(**ask("hi"))
        self.assertRegex(raised.exception.response.headers["retry-after"], r"^\d+$")
        # until the key serves again
        patient.messages.create(**ask("hi"))

    def test_a_429_is_waited_out(self):
        script({"throttledForSeconds": 1}, says("Back again."))
        began = time.monotonic()
        self.assertEqual(patient.messages.create(**ask("hi")).content[0].text, "Back again.")
        self.assertGreaterEqual(time.monotonic() - began, 0.7)
        self.assertEqual(len(queries()), 2)

    def test_a_stream_that_breaks_raises(self):
        for failure in ({"failsAfter": 2}, {"breaksAfter": 2}):
            script(says("one two three four", **failure))
            text = ""
            with self.assertRaises(anthropic.APIStatusError) as raised, client.messages.stream(**ask("hi")) as stream:
                for part in stream.text_stream:
                    text += part
            self.assertTrue(text)
            self.assertEqual(raised.exception.body["error"]["type"], "api_error")

    def test_leaving_a_stream_ends_it_upstream(self):
        script(ENDLESS)
        with client.messages.stream(**ask("go")) as stream:
            next(iter(stream.text_stream))
        self.assertTrue(aborted_upstream())
