package io.ondemand2api.scripted;

import java.time.Duration;

/**
 * One call on its way to its answer: the part that is the same for every kind of call.
 *
 * @param connection where the answer goes
 * @param behaviour what to do
 * @param ending run just before the last byte of the answer goes out, so that a reader of it finds every count final
 */
record ScriptedExchange(Connection connection, Behaviour behaviour, Runnable ending) {

    private static final Duration MAX_SILENCE = Duration.ofHours(1);

    Responder responder() {
        return new Responder(connection, behaviour.wire());
    }

    /** Waits and begins; true when the usual answer is to follow. */
    boolean begin() throws ClientLeftException {
        if (behaviour.wire().closesUnderNextRequest()) {
            connection.closeUnderNextRequest();
        }
        connection.pause(behaviour.pace().headers());
        Opening opening = behaviour.opening();
        if (opening instanceof Opening.Answer) {
            return true;
        }
        if (opening instanceof Opening.Silence) {
            connection.pause(MAX_SILENCE);
        }
        if (opening instanceof Opening.Instead instead) {
            send(instead.reply());
            return false;
        }
        ending.run();
        if (opening instanceof Opening.Reset) {
            connection.reset();
        } else {
            connection.close();
        }
        return false;
    }

    /** Sends a whole answer. */
    void send(Reply reply) throws ClientLeftException {
        ending.run();
        responder().send(reply);
    }
}
