package io.ondemand2api.blackbox;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a client has in the end, in any dialect.
 *
 * @param content the words, empty for none
 * @param reasoning the thinking, empty for none
 * @param calls each as {@code {"name":…,"arguments":{…}}}
 * @param finish the reason as Chat Completions names it
 * @param tokens of question and answer
 */
record ClientAnswer(String content, String reasoning, JsonNode calls, String finish, int tokens) {}
