import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** The command {@code camel}, as its JBang script starts it. */
public class Camel {
    public static void main(String[] arguments) {
        CamelJBangMain.run(arguments);
    }
}
