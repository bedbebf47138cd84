"""Runs the tests beside it; one line of JSON for each, which the Java side makes a test of its own."""

import json
import pathlib
import sys
import traceback
import unittest


class Lines(unittest.TestResult):
    """Writes each test's end."""

    def __init__(self, out):
        super().__init__()
        self.out = out

    def line(self, test, error=None):
        parts = test.id().split(".")
        json.dump({"file": parts[0], "name": " ".join(parts[1:]), "error": error}, self.out)
        self.out.write("\n")
        self.out.flush()

    def addSuccess(self, test):
        self.line(test)

    def addError(self, test, err):
        self.line(test, "".join(traceback.format_exception(*err)))

    def addFailure(self, test, err):
        self.addError(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.line(subtest, "".join(traceback.format_exception(*err)))

    def addSkip(self, test, reason):
        self.line(test, "skipped: " + reason)


here = str(pathlib.Path(__file__).parent)
with open(sys.argv[1], "w", encoding="utf-8") as out:
    unittest.defaultTestLoader.discover(here, "test_*.py", here).run(Lines(out))
