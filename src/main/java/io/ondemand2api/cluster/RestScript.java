package io.ondemand2api.cluster;

/** How rests are kept in Redis: by Redis's own clock, and never shorter than before. */
final class RestScript {

    /**
     * Keeps a rest, and tells all processes of it when it is longer than the one that was known. KEYS: where it is kept. ARGV:
     * its length in milliseconds, the channel, and what is told, before the length.
     */
    static final String REST = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local till = now + tonumber(ARGV[1])
            local before = tonumber(redis.call('GET', KEYS[1]) or '0')
            if till > before then
              redis.call('SET', KEYS[1], string.format('%.0f', till), 'PX', ARGV[1])
              redis.call('PUBLISH', ARGV[2], ARGV[3] .. ' ' .. ARGV[1])
            end
            return 0""";

    /** Forgets a rest, and tells all processes. */
    static final String REVIVE = """
            redis.call('DEL', KEYS[1])
            redis.call('PUBLISH', ARGV[1], ARGV[2] .. ' 0')
            return 0""";

    private RestScript() {}
}
