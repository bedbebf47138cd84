package io.ondemand2api.core.schema;

import java.util.function.Supplier;

/** Decides on which thread the work of schemas is done: reading them, and each check against them. */
public interface SchemaRunner {

    /** On the thread that asks. */
    SchemaRunner DIRECT = new SchemaRunner() {
        @Override
        public <T> T run(Supplier<T> work) {
            return work.get();
        }
    };

    /** Does the work, and gives its result once it is there. */
    <T> T run(Supplier<T> work);
}
