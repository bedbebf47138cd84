package io.ondemand2api.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaResponseTest {

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'data':{'context':'A cat.','extractedText':''}}|A cat.",
                "{'data':{'extractedText':' Hello ','actionStatus':'completed'}}|Hello",
                "{'data':{'context':'A sign.','extractedText':'STOP'}}|A sign.##STOP",
                "{'data':{'context':'A sign: STOP.','extractedText':'STOP'}}|A sign: STOP.",
                "{'data':{'context':'STOP','extractedText':'STOP'}}|STOP",
                "{'data':{'context':null,'extractedText':null}}|\"\"",
                "{'data':{'id':'x','actionStatus':'completed'}}|\"\"",
                "{'data':{'context':'A cat.','actionStatus':'anything'}}|A cat.",
            })
    void takesWhatWasRead(String answer, String text) throws Exception {
        assertThat(MediaResponse.text(bytes(answer))).isEqualTo(text.replace('#', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'data':{'context':'A cat.','actionStatus':'failed'}}|UPSTREAM_ERROR",
                "{'data':{'actionStatus':'processing'}}|UPSTREAM_ERROR",
                "{'data':[]}|BAD_FRAME",
                "{}|BAD_FRAME",
                "[1]|BAD_FRAME",
                "\"\"|BAD_FRAME",
                "{'data':{'context':'cut o|BAD_FRAME",
            })
    void knowsWhenNothingWasRead(String answer, Failure failure) {
        assertThat(catchThrowableOfType(GatewayException.class, () -> MediaResponse.text(bytes(answer)))
                        .failure())
                .isEqualTo(failure);
    }
}
