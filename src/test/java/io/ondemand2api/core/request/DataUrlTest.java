package io.ondemand2api.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data:text/plain;base64,aGVsbG8=|text/plain|hello",
                "data:text/plain;base64,aGVsbG8|text/plain|hello",
                "DATA:Text/Plain;BASE64,aGVsbG8%3D|text/plain|hello",
                "data:text/plain;charset=utf-8;base64,aGVs\tbG8=|text/plain|hello",
                "data:;base64,aGVsbG8=|''|hello",
                "data:,hello%2C%20you|''|hello, you",
                "data:text/plain,a+b%2Bc|text/plain|a+b+c",
                "data:text/plain,caf%C3%A9|text/plain|café",
                "data:text/plain,data:text/plain,x|text/plain|data:text/plain,x",
                "data:text/plain;name=a.txt;base64,|text/plain|''",
            })
    void readsWhatBrowsersRead(String url, String mediaType, String text) {
        DataUrl data = DataUrl.parse(url);

        assertThat(data.mediaType()).isEqualTo(mediaType);
        assertThat(new String(data.decode(), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void keepsTheNameOfTheCharacterSet() {
        assertThat(DataUrl.parse("data:text/plain;charset=\"ISO-8859-1\",x").charset())
                .isEqualTo("iso-8859-1");
        assertThat(DataUrl.parse("data:text/plain,x").charset()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data",
                "data:",
                "data:text/plain",
                "data:text/plain;base64",
                "http://example.com/a,b",
                " data:,x",
                "data:text,x",
                "data:text/plain/more,x",
                "data:te xt/plain,x",
                "data:text/pl\nain,x",
                "data:text/<script>,x",
            })
    void knowsWhatIsNone(String url) {
        assertThat(DataUrl.parse(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:text/plain;base64,a",
                "data:text/plain;base64,aGVsb*8=",
                "data:text/plain;base64,aGV=sbG8=",
                "data:text/plain;base64,a%",
                "data:text/plain;base64,aGVs%zz",
                "data:text/plain;base64,caf\u00e9",
                "data:text/plain,100%",
                "data:text/plain,%4",
                "data:text/plain,%\u0664\u0661",
            })
    void refusesDataThatIsNotEncodedAsItSays(String url) {
        assertThat(DataUrl.parse(url).decode()).isNull();
    }

    @Test
    void readsMuch() {
        byte[] much = new byte[10_000_000];
        much[9_999_999] = 7;

        assertThat(DataUrl.parse("data:image/png;base64," + Base64.getEncoder().encodeToString(much))
                        .decode())
                .isEqualTo(much);
        assertThat(DataUrl.parse("data:" + ";".repeat(10_000_000) + ",x")).isNull();
    }
}
