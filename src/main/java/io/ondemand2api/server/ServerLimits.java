package io.ondemand2api.server;

import io.ondemand2api.config.Settings;
import java.time.Duration;

/**
 * What a connection may cost before and between its requests. None of it concerns a request that is worked on.
 *
 * @param headerTimeout from the first byte of a request to the end of its header
 * @param bodyTimeout how long a request that is answered already may go on sending
 * @param keepAliveTimeout how long a connection may be without a request
 * @param probeInterval between the first two writes that find out whether a client that ended its side still reads
 * @param maxHeaderBytes the largest header of a request
 * @param maxRequestLineBytes the longest first line of a request: method, path and query
 * @param sendBufferBytes what the system keeps for a client that does not read; 0 leaves it to the system
 */
public record ServerLimits(
        Duration headerTimeout,
        Duration bodyTimeout,
        Duration keepAliveTimeout,
        Duration probeInterval,
        int maxHeaderBytes,
        int maxRequestLineBytes,
        int sendBufferBytes) {

    /** Reads it; what is wrong is a problem of the settings. */
    public static ServerLimits from(Settings settings) {
        return new ServerLimits(
                settings.duration("gateway.headerTimeout"),
                settings.duration("gateway.bodyTimeout"),
                settings.duration("gateway.keepAliveTimeout"),
                settings.duration("gateway.probeInterval"),
                settings.number("gateway.maxHeaderBytes", 1024, 1024 * 1024),
                settings.number("gateway.maxRequestLineBytes", 256, 1024 * 1024),
                settings.number("gateway.sendBufferBytes", 0, 16 * 1024 * 1024));
    }
}
