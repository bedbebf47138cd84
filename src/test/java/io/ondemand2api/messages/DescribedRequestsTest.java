package io.ondemand2api.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.app.DescribedSchema;
import io.ondemand2api.core.request.JsonShape;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the API has exactly the fields that the readers read, but for those that they always refuse. */
class DescribedRequestsTest {

    private static void same(String schema, JsonShape read, Set<String> refused) {
        Set<String> described = new TreeSet<>(DescribedSchema.fields(schema));
        for (String field : refused) {
            assertThat(described.add(field))
                    .as("%s.%s is not described", schema, field)
                    .isTrue();
        }

        assertThat(described).as(schema).isEqualTo(new TreeSet<>(read.names()));
    }

    @Test
    void ofMessages() {
        same("MessageRequest", MessageShapes.REQUEST, Set.of("mcp_servers", "thread", "compaction"));
    }
}
