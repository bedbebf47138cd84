package io.ondemand2api.core.toolcall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LenientJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{", "[", "(", "{{", "{\"a\":", "{\"a\":{", "[{{\"a\":"})
    void nestingWithoutEndIsNoJson(String open) {
        assertThat(LenientJson.repaired(open.repeat(100_000))).isNull();
    }

    @Test
    void doubledBracesWithinAnObjectAreReadAsOne() {
        assertThat(LenientJson.repaired("{\"a\":{{\"b\":1}}}")).isEqualTo("{\"a\":{\"b\":1}}");
        assertThat(LenientJson.repaired("{\"a\":{\"b\":1}}")).isEqualTo("{\"a\":{\"b\":1}}");
    }
}
