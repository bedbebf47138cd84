package io.ondemand2api.blackbox;

import io.ondemand2api.scripted.Behaviour;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * A request that is meant to harm, sent as often as it takes.
 *
 * @param target its method and path
 * @param name what it tries
 * @param atOnce how many such requests come at the same time
 * @param headers lines of its header, beside host, key and length
 * @param body made only when it is sent
 * @param upstream what the model answers to it
 * @param statuses what its sender may be told
 */
record Attack(
        String target,
        String name,
        int atOnce,
        String headers,
        Supplier<byte[]> body,
        Behaviour upstream,
        List<Integer> statuses) {

    static final String KEY = "attacker-secret";

    /** Stands in every query that an attack leads to, so that the simulator knows it. */
    static final String MARK = "attack";

    /** A body of chat, which may be answered or refused. */
    static Attack chat(String name, int atOnce, Supplier<String> body) {
        return post("/v1/chat/completions", name, atOnce, body);
    }

    /** A body for this path, which may be answered or refused. */
    static Attack post(String path, String name, int atOnce, Supplier<String> body) {
        return new Attack(
                "POST " + path,
                name,
                atOnce,
                "",
                () -> body.get().getBytes(StandardCharsets.UTF_8),
                Behaviour.atOnce().saying("harmless"),
                List.of(200, 400, 413, 503, 529));
    }

    Attack withHeaders(String lines) {
        return new Attack(target, name, atOnce, lines, body, upstream, statuses);
    }

    Attack withBytes(Supplier<byte[]> bytes) {
        return new Attack(target, name, atOnce, headers, bytes, upstream, statuses);
    }

    Attack whenTheModelSays(String... deltas) {
        return new Attack(
                target, name, atOnce, headers, body, Behaviour.atOnce().saying(deltas), statuses);
    }

    Attack mustEndWith(Integer... expected) {
        return new Attack(target, name, atOnce, headers, body, upstream, List.of(expected));
    }

    /** A request for what this path holds, which may be answered or refused. */
    static Attack get(String path, String name, int atOnce) {
        Attack withoutBody = post(path, name, atOnce, () -> "");
        return new Attack(
                "GET " + path, name, atOnce, "", withoutBody.body, withoutBody.upstream, withoutBody.statuses);
    }

    String header(int length) {
        return target + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + KEY
                + "\r\nContent-Type: application/json\r\n" + headers + "Content-Length: " + length + "\r\n\r\n";
    }

    @Override
    public String toString() {
        return name;
    }
}
