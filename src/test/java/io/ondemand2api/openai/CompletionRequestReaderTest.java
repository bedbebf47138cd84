package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ondemand2api.core.Conversation;
import io.ondemand2api.core.GatewayError;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.Turn;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionRequestReaderTest {

    private final CompletionRequestReader reader = new CompletionRequestReader(Requests.MAX_VALUES);

    private CompletionRequest read(String fields) throws InvalidRequestException {
        return readBody("{'model':'m'," + fields + "}");
    }

    private CompletionRequest readBody(String singleQuoted) throws InvalidRequestException {
        byte[] body = Requests.bytes(singleQuoted);
        try {
            return reader.read(reader.parse(body, MemoryShare.UNLIMITED));
        } catch (InvalidRequestException wrong) {
            throw wrong;
        } catch (GatewayException other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void aPromptIsWhatAUserSaysAndTheRestIsReadAsInChat() throws Exception {
        CompletionRequest request = read(
                "'prompt':'Once','temperature':0.5,'top_p':1,'stop':['.'],'max_tokens':200,'stream':true,"
                        + "'stream_options':{'include_usage':true},'seed':1,'user':'u','logit_bias':{'5':1},'unknown':[]");

        Conversation conversation = request.conversations().get(0);
        assertThat(request.conversations()).hasSize(1);
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.model()).isEqualTo("m");
        assertThat(conversation.turns()).containsExactly(Turn.of(Turn.Role.USER, "Once"));
        assertThat(conversation.instructions()).isEmpty();
        assertThat(conversation.sampling().temperature()).isEqualTo(0.5);
        assertThat(conversation.stop()).containsExactly(".");
        assertThat(conversation.maxTokens()).isEqualTo(200);
    }

    @Test
    void everyPromptIsAConversationOfItsOwn() throws Exception {
        CompletionRequest request = read("'prompt':['one','two','']");

        assertThat(request.conversations())
                .extracting(conversation -> conversation.turns().get(0).text())
                .containsExactly("one", "two", "");
    }

    @Test
    void sixteenTokensAreTheDefaultAndNullIsAbsent() throws Exception {
        CompletionRequest request = read("'prompt':'x','max_tokens':null,'n':null,'best_of':null,'echo':null,"
                + "'suffix':null,'logprobs':null,'stop':null,'stream':null,'stream_options':null,'temperature':null");

        assertThat(request.conversations().get(0).maxTokens()).isEqualTo(16);
        assertThat(request.stream()).isFalse();
    }

    @Test
    void defaultsThatAreSaidAloudAreAccepted() throws Exception {
        assertThat(read("'prompt':['x'],'n':1,'best_of':1,'echo':false,'suffix':''")
                        .conversations())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "'n':1 | missing_required_parameter | prompt",
                "'prompt':null | missing_required_parameter | prompt",
                "'prompt':[] | empty_array | prompt",
                "'prompt':{} | invalid_type | prompt",
                "'prompt':7 | invalid_type | prompt",
                "'prompt':['a',null] | invalid_type | prompt[1]",
                "'prompt':['a',5] | invalid_type | prompt[1]",
                "'prompt':[1,2,3] | unsupported_value | prompt",
                "'prompt':[[1,2],[3]] | unsupported_value | prompt",
                "'prompt':[[]] | invalid_type | prompt[0]",
                "'prompt':'x','max_tokens':0 | integer_below_min_value | max_tokens",
                "'prompt':'x','n':2 | unsupported_value | n",
                "'prompt':'x','best_of':3 | unsupported_value | best_of",
                "'prompt':'x','best_of':21 | integer_above_max_value | best_of",
                "'prompt':'x','echo':true | unsupported_parameter | echo",
                "'prompt':'x','echo':1 | invalid_type | echo",
                "'prompt':'x','suffix':'end' | unsupported_parameter | suffix",
                "'prompt':'x','logprobs':0 | unsupported_parameter | logprobs",
                "'prompt':'x','logprobs':6 | integer_above_max_value | logprobs",
                "'prompt':'x','temperature':3 | decimal_above_max_value | temperature",
                "'prompt':'x','stop':[1] | invalid_type | stop[0]",
                "'prompt':'x','stream_options':{} | null | stream_options",
            })
    void whatCannotBeServedIsNamedByItsPath(String fields, String code, String param) {
        InvalidRequestException refusal = catchThrowableOfType(InvalidRequestException.class, () -> read(fields));

        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.param()).isEqualTo(param);
    }

    @Test
    void twentyPromptsAreTheMost() throws Exception {
        String twenty = IntStream.range(0, 20).mapToObj(i -> "'p'").collect(Collectors.joining(","));

        assertThat(read("'prompt':[" + twenty + "]").conversations()).hasSize(20);
        assertThat(catchThrowableOfType(
                                InvalidRequestException.class, () -> read("'prompt':[" + twenty + ",'one more']"))
                        .code())
                .isEqualTo("array_above_max_length");
    }

    @Test
    void withoutAModelItSaysSo() {
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> readBody("{'prompt':'x'}")))
                .hasMessage("you must provide a model parameter");
    }

    @Test
    void embeddingsAreRefusedByTheNameOfTheModel() {
        GatewayError named =
                GatewayError.of(EmbeddingRequests.refusal(Requests.bytes("{'model':'ada','input':['x'],'n':[1]}")));
        GatewayError nameless = GatewayError.of(EmbeddingRequests.refusal(Requests.bytes("{'input':'x'}")));
        GatewayError noJson = GatewayError.of(EmbeddingRequests.refusal(new byte[] {'x'}));

        assertThat(named.status()).isEqualTo(404);
        assertThat(named.code()).isEqualTo("model_not_found");
        assertThat(named.message()).contains("`ada`");
        assertThat(nameless.status()).isEqualTo(400);
        assertThat(noJson.status()).isEqualTo(400);
    }
}
