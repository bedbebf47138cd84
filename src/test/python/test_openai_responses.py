import json

import openai
from openai import OpenAI, pydantic_function_tool
from pydantic import BaseModel

from stage import (
    BASE_URL,
    KEY,
    MODEL,
    REASONING_MODEL,
    WEATHER_SCHEMA,
    ClientTest,
    aborted_upstream,
    call,
    queries,
    says,
    script,
    ENDLESS,
)

client = OpenAI(base_url=BASE_URL, api_key=KEY, max_retries=0, timeout=20)
patient = OpenAI(base_url=BASE_URL, api_key=KEY, max_retries=2, timeout=20)
responses = client.responses
TOOLS = [
    {"type": "function", "name": "get_weather", "description": "Weather", "parameters": WEATHER_SCHEMA, "strict": True}
]


class Person(BaseModel):
    name: str
    age: int


class Responses(ClientTest):
    def test_a_whole_response_with_its_usage(self):
        script(says("Hello there, 🎭 friend."))
        response = responses.create(model=MODEL, input="hi", instructions="Be kind.")
        self.assertEqual(response.output_text, "Hello there, 🎭 friend.")
        self.assertEqual(response.status, "completed")
        self.assertEqual(
            response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens
        )
        self.assertEqual(queries()[0]["instructions"], "Be kind.")

    def test_with_raw_response_shows_the_headers(self):
        raw = responses.with_raw_response.create(model=MODEL, input="hi")
        self.assertEqual(raw.headers["x-request-id"], raw.parse()._request_id)
        self.assertEqual(raw.parse().object, "response")

    def test_the_events_of_a_stream_in_order(self):
        script(says("Hello there, 🎭 friend."))
        events = list(responses.create(model=MODEL, input="hi", stream=True))
        self.assertEqual([event.sequence_number for event in events], list(range(len(events))))
        self.assertEqual(events[0].type, "response.created")
        self.assertEqual(events[-1].type, "response.completed")
        deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
        self.assertEqual("".join(deltas), "Hello there, 🎭 friend.")
        self.assertEqual(events[-1].response.output_text, "Hello there, 🎭 friend.")

    def test_the_stream_helper_gathers_the_response(self):
        script(says("Hello there."))
        with responses.stream(model=MODEL, input="hi") as stream:
            snapshots = [event.snapshot for event in stream if event.type == "response.output_text.delta"]
            whole = stream.get_final_response()
        self.assertEqual(snapshots[-1], "Hello there.")
        self.assertEqual(whole.output_text, "Hello there.")

    def test_a_tool_and_its_result_whole_and_streamed(self):
        def whole(**question):
            return responses.create(model=MODEL, tools=TOOLS, **question)

        def streamed(**question):
            with responses.stream(model=MODEL, tools=TOOLS, **question) as stream:
                return stream.get_final_response()

        for turn in (whole, streamed):
            with self.subTest(turn.__name__):
                script(says("I look. " + call("get_weather", city='Paris "ä"')), says("It is sunny."))
                talk = [{"role": "user", "content": "Weather?"}]
                first = turn(input=talk)
                made = first.output[-1]
                self.assertEqual((made.type, made.name), ("function_call", "get_weather"))
                self.assertEqual(json.loads(made.arguments), {"city": 'Paris "ä"'})
                # the client's own objects go back as they came
                talk += first.output
                talk.append({"type": "function_call_output", "call_id": made.call_id, "output": "sunny"})
                self.assertEqual(turn(input=talk).output_text, "It is sunny.")
                self.assertIn("sunny", queries()[1]["query"])

    def test_parsed_arguments_of_a_class(self):
        class GetWeather(BaseModel):
            city: str

        script(says(call("GetWeather", city="Paris")))
        tool = {"type": "function", "strict": True, **pydantic_function_tool(GetWeather)["function"]}
        response = responses.parse(model=MODEL, input="Weather?", tools=[tool])
        self.assertEqual(json.loads(response.output[0].arguments), {"city": "Paris"})

    def test_parse_gives_an_object_whole_and_streamed(self):
        script(says('```json\n{"name":"Ada","age":36}\n```'))
        whole = responses.parse(model=MODEL, input="Who?", text_format=Person)
        self.assertEqual(whole.output_parsed, Person(name="Ada", age=36))
        with responses.stream(model=MODEL, input="Who?", text_format=Person) as stream:
            self.assertEqual(stream.get_final_response().output_parsed, Person(name="Ada", age=36))

    def test_reasoning_comes_as_a_summary(self):
        script({"thinks": ["Let me ", "think."], "says": ["Four", "."]})
        response = responses.create(
            model=REASONING_MODEL, input="2+2?", reasoning={"effort": "high", "summary": "auto"}
        )
        self.assertEqual(response.output[0].type, "reasoning")
        self.assertEqual(response.output[0].summary[0].text, "Let me think.")
        self.assertEqual(response.output_text, "Four.")

    def test_a_cut_response_is_incomplete(self):
        script(says("one two three four five six"))
        response = responses.create(model=MODEL, input="count", max_output_tokens=16)
        self.assertEqual(response.status, "completed")
        script(says("word " * 100))
        response = responses.create(model=MODEL, input="count", max_output_tokens=16)
        self.assertEqual(response.status, "incomplete")
        self.assertEqual(response.incomplete_details.reason, "max_output_tokens")

    def test_what_is_remembered(self):
        script(says("One."), says("Two."))
        first = responses.create(model=MODEL, input="hi")
        second = responses.create(model=MODEL, input="and?", previous_response_id=first.id)
        self.assertEqual(second.output_text, "Two.")
        self.assertEqual(responses.retrieve(first.id).output_text, "One.")
        items = responses.input_items.list(second.id).data
        self.assertEqual(items[0].content[0].text, "and?")
        responses.delete(first.id)
        with self.assertRaises(openai.NotFoundError):
            responses.retrieve(first.id)

    def test_tokens_are_counted_without_asking_the_model(self):
        self.assertGreater(responses.input_tokens.count(model=MODEL, input="Hello there").input_tokens, 0)
        self.assertEqual(queries(), [])

    def test_errors_are_the_clients_own(self):
        stranger = OpenAI(base_url=BASE_URL, api_key="sk-wrong", max_retries=2)
        for error, of in (
            (openai.AuthenticationError, lambda: stranger.responses.create(model=MODEL, input="hi")),
            (openai.NotFoundError, lambda: responses.create(model="no-such", input="hi")),
            (openai.BadRequestError, lambda: responses.create(model=MODEL, input="hi", temperature=7)),
            (openai.BadRequestError, lambda: responses.create(model=MODEL, input="x", previous_response_id="resp_x")),
            (openai.NotFoundError, lambda: patient.responses.compact(model=MODEL, input="hi")),
        ):
            with self.subTest(error.__name__):
                with self.assertRaises(error) as raised:
                    of()
                self.assertTrue(raised.exception.request_id)
        script({"status": 500})
        with self.assertRaises(openai.InternalServerError):
            responses.create(model=MODEL, input="hi", stream=True)

    def test_a_429_is_waited_out(self):
        script({"throttledForSeconds": 1}, says("Back again."))
        self.assertEqual(patient.responses.create(model=MODEL, input="hi").output_text, "Back again.")
        self.assertEqual(len(queries()), 2)

    def test_a_stream_that_breaks_fails(self):
        for failure in ({"failsAfter": 2}, {"breaksAfter": 2}):
            script(says("one two three four", **failure))
            kinds = []
            with self.assertRaises(openai.APIError):
                for event in responses.create(model=MODEL, input="hi", stream=True):
                    kinds.append(event.type)
            self.assertIn("response.output_text.delta", kinds)
            self.assertNotIn("response.completed", kinds)

    def test_leaving_a_stream_ends_it_upstream(self):
        script(ENDLESS)
        with responses.create(model=MODEL, input="go", stream=True) as stream:
            for event in stream:
                if event.type == "response.output_text.delta":
                    break
        self.assertTrue(aborted_upstream())
