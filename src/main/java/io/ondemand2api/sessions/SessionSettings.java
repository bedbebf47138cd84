package io.ondemand2api.sessions;

import io.ondemand2api.config.Settings;
import java.time.Duration;

/**
 * The policy of sessions.
 *
 * @param reuse whether a conversation goes on in its session; else every request has one of its own
 * @param most how many conversations to remember
 * @param idle how long a session is kept unused
 * @param turnWaitTimeout how long a next turn waits for the stream of the one before; zero to go on at once
 * @param warm how many unused sessions to have ready
 * @param delete whether sessions that are given up are deleted upstream
 */
public record SessionSettings(
        boolean reuse, int most, Duration idle, Duration turnWaitTimeout, WarmSessionSettings warm, boolean delete) {

    /** Reads it; what is wrong is a problem of the settings. */
    public static SessionSettings from(Settings settings) {
        return new SessionSettings(
                settings.choice("ondemand.sessions", "reuse", "fresh").equals("reuse"),
                settings.number("ondemand.maxSessions", 1, 10_000_000),
                settings.duration("ondemand.sessionIdle"),
                settings.durationOrNone("ondemand.turnWaitTimeout"),
                WarmSessionSettings.from(settings),
                settings.choice("ondemand.deleteSessions", "true", "false").equals("true"));
    }
}
