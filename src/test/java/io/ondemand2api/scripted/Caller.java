package io.ondemand2api.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls a simulator as a client of OnDemand does. */
final class Caller {

    static final String KEY = "key-a";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScriptedOnDemand simulator;

    Caller(ScriptedOnDemand simulator) {
        this.simulator = simulator;
    }

    HttpResponse<String> send(String method, String path, String apikey, String body)
            throws IOException, InterruptedException {
        return client.send(request(method, path, apikey, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> open(String sessionId, String body) throws IOException, InterruptedException {
        return client.send(request("POST", queryPath(sessionId), KEY, body), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<byte[]> bytes(String sessionId, String body) throws IOException, InterruptedException {
        return client.send(request("POST", queryPath(sessionId), KEY, body), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> query(String sessionId, String body) throws IOException, InterruptedException {
        return send("POST", queryPath(sessionId), KEY, body);
    }

    String newSession() throws IOException, InterruptedException {
        return newSession(KEY);
    }

    String newSession(String apikey) throws IOException, InterruptedException {
        String body = send("POST", "/chat/v1/sessions", apikey, "{\"externalUserId\":\"u1\"}")
                .body();
        return json(body).path("data").path("id").asText();
    }

    static String queryPath(String sessionId) {
        return "/chat/v1/sessions/" + sessionId + "/query";
    }

    static String streamBody(String query) {
        return "{\"query\":\"" + query
                + "\",\"endpointId\":\"predefined-openai-gpt4o\",\"responseMode\":\"stream\",\"pluginIds\":[]}";
    }

    static String syncBody(String query) {
        return streamBody(query).replace("\"stream\"", "\"sync\"");
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private HttpRequest request(String method, String path, String apikey, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(simulator.base().resolve(path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (apikey != null) {
            request.header("apikey", apikey);
        }
        return request.build();
    }
}
