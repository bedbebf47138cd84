package io.ondemand2api.core.request;

/**
 * Which files a request may hold besides text, which is always taken.
 *
 * @param enabled whether images and documents are taken at all
 * @param remote whether an image may be named by its address instead of being sent
 * @param mostFiles the most images and documents in one request
 * @param mostBytes the most bytes of each
 * @param mostTotalBytes the most bytes of all of them together
 */
public record FileLimits(boolean enabled, boolean remote, int mostFiles, int mostBytes, long mostTotalBytes) {

    /** Text only. */
    public static final FileLimits TEXT_ONLY = new FileLimits(false, false, 0, 0, 0);
}
