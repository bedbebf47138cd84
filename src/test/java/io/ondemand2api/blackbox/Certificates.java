package io.ondemand2api.blackbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A CA of the test's own, and certificates that it signs; made with the JDK's keytool. */
final class Certificates {

    static final String PASSWORD = "changeit";

    private final Path directory;

    Certificates(Path directory) throws Exception {
        this.directory = directory;
        keytool("-genkeypair", "-keystore", path("ca.p12"), "-alias", "ca", "-dname", "CN=Own CA", "-ext", "bc:c");
        keytool("-exportcert", "-rfc", "-keystore", path("ca.p12"), "-alias", "ca", "-file", path("ca.pem"));
    }

    /** The authority's certificate in PEM form. */
    Path authority() {
        return Path.of(path("ca.pem"));
    }

    /** A key store whose certificate names this, such as {@code ip:127.0.0.1}. */
    Path server(String subject) throws Exception {
        String name = "server-" + subject.replaceAll("[^a-z0-9]", "-");
        String store = path(name + ".p12");
        if (Files.exists(Path.of(store))) {
            return Path.of(store);
        }
        keytool("-genkeypair", "-keystore", store, "-alias", "server", "-dname", "CN=Server");
        keytool("-certreq", "-keystore", store, "-alias", "server", "-file", path(name + ".csr"));
        List<String> sign = new ArrayList<>(List.of("-gencert", "-keystore", path("ca.p12"), "-alias", "ca"));
        sign.addAll(List.of("-ext", "san=" + subject, "-infile", path(name + ".csr"), "-outfile", path(name + ".pem")));
        keytool(sign.toArray(String[]::new));
        keytool("-importcert", "-noprompt", "-keystore", store, "-alias", "ca", "-file", path("ca.pem"));
        keytool("-importcert", "-keystore", store, "-alias", "server", "-file", path(name + ".pem"));
        return Path.of(store);
    }

    private String path(String file) {
        return directory.resolve(file).toString();
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-storetype", "PKCS12", "-validity", "2"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
