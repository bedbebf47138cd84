package io.ondemand2api.messages;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The signature of a block of thinking. Clients want one and send it back; nothing is ever proved by it here, where
 * thinking is left out of what comes back. It says where it is from.
 */
final class ThinkingSignature {

    static final String VALUE = Base64.getEncoder().encodeToString("ondemand2api".getBytes(StandardCharsets.UTF_8));

    private ThinkingSignature() {}
}
