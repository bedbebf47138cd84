package io.ondemand2api.console;

import io.ondemand2api.keys.KeyPool;
import io.ondemand2api.server.ManagementEndpoint.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator may do with a key. Each deed has a line in the log that says from where it came. */
final class KeyActions {

    static final String NAMES = "probe, set-aside or bring-back";

    private static final Logger LOG = LoggerFactory.getLogger(KeyActions.class);

    private final KeyPool keys;

    KeyActions(KeyPool keys) {
        this.keys = keys;
    }

    /**
     * Does it.
     *
     * @param deed the label of the key, a slash and what to do
     * @param from the address that wants it
     * @return null when it is done
     */
    Response take(String deed, String from) {
        int slash = deed.lastIndexOf('/');
        String label = slash < 0 ? deed : deed.substring(0, slash);
        String news = switch (deed.substring(slash + 1)) {
            case "probe" -> keys.probe(label) ? "The rest of {} is over: the next request may try it, by {}" : "";
            case "set-aside" -> keys.setAside(label, true) ? "{} is set aside: no request takes it, by {}" : "";
            case "bring-back" -> keys.setAside(label, false) ? "{} is brought back, by {}" : "";
            default -> null;
        };
        if (news == null) {
            return Response.text(404, "Nothing but " + NAMES + " can be done with a key.");
        }
        if (news.isEmpty()) {
            return Response.text(409, "There is no such key, or it is so already.");
        }
        LOG.warn(news, label, from);
        return null;
    }
}
