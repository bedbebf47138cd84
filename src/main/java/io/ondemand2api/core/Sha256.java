package io.ondemand2api.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest that is used throughout. */
public final class Sha256 {

    private Sha256() {}

    /** A fresh digest. Not safe for several threads. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
