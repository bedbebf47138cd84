"""The other end of the gateway: what the model is to say, and what it was asked."""

import json
import os
import re
import time
import unittest
import urllib.request

BASE_URL = os.environ["GATEWAY_URL"]
# Anthropic's client appends /v1 itself
ROOT_URL = re.sub(r"/v1/?$", "", BASE_URL)
KEY = os.environ["GATEWAY_KEY"]
MODEL = "gpt-4o"
REASONING_MODEL = "predefined-claude-sonnet-5"
# a picture of one pixel
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
WEATHER_SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def says(text, **more):
    """Cut so that marks and JSON lie across deltas."""
    return {"says": [text[i : i + 5] for i in range(0, len(text), 5)], **more}


def call(name, **arguments):
    return "<tool_call>" + json.dumps({"name": name, "arguments": arguments}) + "</tool_call>"


# an answer that takes a minute
ENDLESS = {"says": ["word "] * 1_200, "everyMillis": 50}


def _ask(path, data=None):
    with urllib.request.urlopen(os.environ["STAGE_URL"] + path, data) as answer:
        return json.load(answer)


def script(*answers):
    """The model's answers, one after another; the last one again and again."""
    _ask("/script", json.dumps(answers).encode())


def queries():
    return _ask("/seen").get("queries", [])


def aborted_upstream():
    """Waits until the upstream has noticed that its answer is not wanted any more."""
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        seen = _ask("/seen")
        if seen["aborted"] == 1 and seen["open"] == 0:
            return True
        time.sleep(0.02)
    return False


class ClientTest(unittest.TestCase):
    """Begins each test with a model that says its own."""

    maxDiff = None

    def setUp(self):
        script()
