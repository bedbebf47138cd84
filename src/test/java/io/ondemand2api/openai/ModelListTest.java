package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.openai.ModelList.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelListTest {

    private static final Model ONE = new Model("mock-1", 1686935002, "gateway");
    private static final Model TWO = new Model("mock-2", 1686935002, "gateway");

    @Test
    void writesTheSampleByteForByte() {
        assertThat(ModelList.list(List.of(ONE, TWO))).asString().isEqualTo(Samples.read("models.json"));
    }

    @Test
    void writesOneModelAsItStandsInTheList() {
        assertThat(ModelList.one(ONE))
                .asString()
                .isEqualTo("{\"id\":\"mock-1\",\"object\":\"model\",\"created\":1686935002,\"owned_by\":\"gateway\"}");
    }

    @Test
    void writesAnEmptyList() {
        assertThat(ModelList.list(List.of())).asString().isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }
}
