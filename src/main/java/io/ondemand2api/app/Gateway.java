package io.ondemand2api.app;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway. Everything that makes it one stands in {@code application.properties} and in the routes. */
public final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int FAILED = 1;

    private Gateway() {}

    /** A gateway that is not started yet; the working directory's files win over the copies inside the jar. */
    public static Main create() {
        ClassLoader loader = ExtraJars.loader(Path.of("lib"));
        Main main = new Main(Gateway.class);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                ExtraJars.use(loader, starting.getCamelContext());
            }
        });
        main.setDefaultPropertyPlaceholderLocation(
                "file:application.properties;optional=true,classpath:application.properties;optional=true");
        RoutesFolder routes = RoutesFolder.find();
        main.bind("routesFolder", routes);
        main.addInitialProperty("camel.main.routesIncludePattern", routes.pattern());
        return main;
    }

    /** Runs until the process is told to end; with {@code keys} as its first argument it edits keys of clients instead. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("keys")) {
            List<String> rest = List.of(args).subList(1, args.length);
            System.exit(KeysCommand.run(rest, System.getenv("GATEWAY_CLIENTS"), System.out, System.err));
        }
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, fault) -> LOG.error("The thread {} has ended by a fault", thread.getName(), fault));
        try {
            System.exit(create().run(args));
        } catch (Exception e) {
            tell(StartupFault.explain(e));
            System.exit(FAILED);
        }
    }

    /** In the form of all other lines where that is JSON; else bare, since the sentence is all that matters. */
    private static void tell(String fault) {
        if ("json".equals(System.getenv("LOG_FORMAT"))) {
            fault.lines().forEach(LOG::error);
        } else {
            System.err.println(fault);
        }
    }
}
