package io.ondemand2api.app;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.builder.ExpressionBuilder;

/**
 * Steps that do nothing, under every name. {@code camel export} loads the routes to see which components they need, with
 * made-up settings of which no gateway could be made; the project that it writes makes the real one.
 */
final class ExportedSteps implements BeanRepository {

    /** The form of our steps' names; the language {@code ref} asks for an expression by its name alone. */
    private static final String STEP = "[a-z]+\\.[a-zA-Z]+";

    private static final Map<Class<?>, Object> NOTHING = Map.of(
            Processor.class, (Processor) exchange -> {},
            Predicate.class, (Predicate) exchange -> false,
            Expression.class, ExpressionBuilder.constantExpression(""));

    /** Takes the place of the gateway's steps when the routes are only exported; false when they are to run. */
    static boolean replace(CamelContext context) {
        boolean exported = context.getPropertiesComponent()
                .resolveProperty("camel.jbang.export")
                .filter("true"::equals)
                .isPresent();
        if (exported && context.getRegistry() instanceof DefaultRegistry registry) {
            registry.addBeanRepository(new ExportedSteps());
        }
        return exported;
    }

    @Override
    public Object lookupByName(String name) {
        return name.matches(STEP) ? NOTHING.get(Expression.class) : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        return type.cast(NOTHING.get(type));
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
