package io.ondemand2api.cluster;

/**
 * What is done in Redis in one step. All times are milliseconds by Redis's own clock. A command may lie in a Redis that
 * stands still, and run when nobody waits for it any more: each script is right then, too.
 */
final class Scripts {

    private static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            """;

    /** Writes something, which a full Redis refuses, and gives the time. */
    static final String BEAT = NOW + """
            redis.call('SET', KEYS[1], '1', 'PX', '10000')
            return now""";

    /**
     * Keeps the end of a rest when it is later than the one that was known, and tells all processes. ARGV: the end, the
     * channel, and what is told before the end.
     */
    static final String REST = NOW + """
            local till = tonumber(ARGV[1])
            local before = tonumber(redis.call('GET', KEYS[1]) or '0')
            if till > before and till > now then
              local text = string.format('%.0f', till)
              redis.call('SET', KEYS[1], text, 'PX', string.format('%.0f', till - now))
              redis.call('PUBLISH', ARGV[2], ARGV[3] .. ' ' .. text)
            end
            return 0""";

    /** Forgets a rest, and tells all processes, unless it is late. ARGV: until when it counts, the channel, what is told. */
    static final String REVIVE = NOW + """
            if now <= tonumber(ARGV[1]) then
              redis.call('DEL', KEYS[1])
              redis.call('PUBLISH', ARGV[2], ARGV[3] .. ' 0')
            end
            return now""";

    private Scripts() {}
}
