package io.ondemand2api.cluster;

/**
 * What is done in Redis in one step. All times are milliseconds by Redis's own clock. A command may lie in a Redis that
 * stands still, and run after its caller has given up: each script is right then, too.
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

    /**
     * Adds to what a client has spent of a day and a month, unless it is late, and gives both; what all were known to have
     * spent is taken where less is known here. ARGV: until when it counts, the day, what was known of it and of its month,
     * what is added to each, and how long it is kept.
     */
    static final String SPEND = NOW + """
            if now > tonumber(ARGV[1]) then
              return redis.error_reply('late')
            end
            local function sum(field, known, more)
              return math.max(tonumber(redis.call('HGET', KEYS[1], field) or '0'), tonumber(known)) + tonumber(more)
            end
            local day = sum(ARGV[2], ARGV[3], ARGV[5])
            local month = sum('month', ARGV[4], ARGV[6])
            redis.call('HSET', KEYS[1], ARGV[2], string.format('%.0f', day), 'month', string.format('%.0f', month))
            redis.call('PEXPIRE', KEYS[1], ARGV[7])
            return {day, month}""";

    /** Takes a place when there is one: 1, else 0. ARGV: until when it counts, how many there are, the lease, its length. */
    static final String TAKE_PLACE = NOW + """
            if now > tonumber(ARGV[1]) then
              return redis.error_reply('late')
            end
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
            if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
              return 0
            end
            redis.call('ZADD', KEYS[1], now + tonumber(ARGV[4]), ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            return 1""";

    /** Holds a place for longer. ARGV: until when, the lease, its length. */
    static final String RENEW_PLACE = NOW + """
            if tonumber(ARGV[1]) > now then
              redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
              redis.call('PEXPIRE', KEYS[1], ARGV[3])
            end
            return 0""";

    /** Keeps a session for the process that takes it first, unless it is late. ARGV: until when, the session, how long. */
    static final String OFFER = NOW + """
            if now <= tonumber(ARGV[1]) then
              redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            end
            return 0""";

    /** Removes a session if it is this one: 1, else 0. ARGV: how its entry begins. */
    static final String TAKE_BACK = """
            local there = redis.call('GET', KEYS[1])
            if there and string.sub(there, 1, #ARGV[1]) == ARGV[1] then
              return redis.call('DEL', KEYS[1])
            end
            return 0""";

    private Scripts() {}
}
