package io.ondemand2api.gateway;

/** Says in one sentence why the gateway did not start. */
final class StartupFault {

    private StartupFault() {}

    static String explain(Throwable fault) {
        Throwable cause = fault;
        for (Throwable next = fault; next != null; next = next.getCause()) {
            cause = next;
            if (next instanceof ConfigurationException) {
                return next.getMessage();
            }
        }
        return "The gateway could not start: " + cause.getMessage();
    }
}
