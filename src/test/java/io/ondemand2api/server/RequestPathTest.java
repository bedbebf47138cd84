package io.ondemand2api.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "//, /",
        "/v1/models, /v1/models",
        "/v1/models/, /v1/models",
        "//v1///models//, /v1/models",
        "/v1/models/a%2F, /v1/models/a%2F"
    })
    void leavesOutSlashesThatMeanNothing(String path, String tidy) {
        assertThat(RequestPath.tidy(path)).isEqualTo(tidy);
    }
}
