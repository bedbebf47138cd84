package io.ondemand2api.exchange;

import org.apache.camel.Exchange;

/**
 * A property of exchanges with the type of its value.
 *
 * @param name in the exchange
 * @param type of the value
 */
public record ExchangeProperty<T>(String name, Class<T> type) {

    /** Its value; null when it was not set. */
    public T get(Exchange exchange) {
        return type.cast(exchange.getProperty(name));
    }

    /** Sets it. */
    public void set(Exchange exchange, T value) {
        exchange.setProperty(name, value);
    }

    /** Removes it. */
    public void remove(Exchange exchange) {
        exchange.removeProperty(name);
    }
}
