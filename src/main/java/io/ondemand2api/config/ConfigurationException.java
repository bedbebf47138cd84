package io.ondemand2api.config;

/** The configuration cannot be used. Its message is one sentence that names the property and the mend. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
