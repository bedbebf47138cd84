package io.ondemand2api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong parameter, with the words, the code and the path by which clients know the mistake. */
class RequestErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "'temperature':3 | Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead. | decimal_above_max_value | temperature",
                "'temperature':-0.1 | Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -0.1 instead. | decimal_below_min_value | temperature",
                "'temperature':1e999 | Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got Infinity instead. | decimal_above_max_value | temperature",
                "'temperature':'hot' | Invalid type for 'temperature': expected a decimal, but got a string instead. | invalid_type | temperature",
                "'top_p':1.01 | Invalid 'top_p': decimal above maximum value. Expected a value <= 1, but got 1.01 instead. | decimal_above_max_value | top_p",
                "'presence_penalty':-3 | Invalid 'presence_penalty': decimal below minimum value. Expected a value >= -2, but got -3 instead. | decimal_below_min_value | presence_penalty",
                "'frequency_penalty':[] | Invalid type for 'frequency_penalty': expected a decimal, but got an array instead. | invalid_type | frequency_penalty",
                "'max_tokens':-1 | Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got -1 instead. | integer_below_min_value | max_tokens",
                "'max_tokens':1.5 | Invalid type for 'max_tokens': expected an integer, but got a decimal number instead. | invalid_type | max_tokens",
                "'max_completion_tokens':0 | Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead. | integer_below_min_value | max_completion_tokens",
                "'max_completion_tokens':99999999999999999999 | Invalid 'max_completion_tokens': integer above maximum value. Expected a value <= 2147483647, but got 99999999999999999999 instead. | integer_above_max_value | max_completion_tokens",
                "'n':0 | Invalid 'n': integer below minimum value. Expected a value >= 1, but got 0 instead. | integer_below_min_value | n",
                "'n':2 | Unsupported value: 'n' does not support 2 with this model. Only the default (1) value is supported. | unsupported_value | n",
                "'n':129 | Invalid 'n': integer above maximum value. Expected a value <= 128, but got 129 instead. | integer_above_max_value | n",
                "'stream':'yes' | Invalid type for 'stream': expected a boolean, but got a string instead. | invalid_type | stream",
                "'stream_options':{'include_usage':true} | The 'stream_options' parameter is only allowed when 'stream' is enabled. | null | stream_options",
                "'stream':true,'stream_options':3 | Invalid type for 'stream_options': expected an object, but got an integer instead. | invalid_type | stream_options",
                "'stream':true,'stream_options':{'include_usage':1} | Invalid type for 'stream_options.include_usage': expected a boolean, but got an integer instead. | invalid_type | stream_options.include_usage",
                "'stop':['a','b','c','d','e'] | Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead. | array_above_max_length | stop",
                "'stop':['a',1] | Invalid type for 'stop[1]': expected a string, but got an integer instead. | invalid_type | stop[1]",
                "'stop':['a',null] | Invalid type for 'stop[1]': expected a string, but got null instead. | invalid_type | stop[1]",
                "'stop':{} | Invalid type for 'stop': expected one of a string or array of strings, but got an object instead. | invalid_type | stop",
                "'reasoning_effort':'huge' | Invalid value: 'huge'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', and 'max'. | invalid_value | reasoning_effort",
                "'reasoning_effort':1 | Invalid type for 'reasoning_effort': expected a string, but got an integer instead. | invalid_type | reasoning_effort",
                "'tools':{} | Invalid type for 'tools': expected an array of objects, but got an object instead. | invalid_type | tools",
                "'tool_choice':'required' | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified. | null | tool_choice",
                "'function_call':{'name':'f'} | Invalid value for 'function_call': 'function_call' is only allowed when 'functions' are specified. | null | function_call",
                "'response_format':{'type':'yaml'} | Invalid value: 'yaml'. Supported values are: 'json_object', 'json_schema', and 'text'. | invalid_value | response_format.type",
                "'response_format':{} | Missing required parameter: 'response_format.type'. | missing_required_parameter | response_format.type",
                "'response_format':'json' | Invalid type for 'response_format': expected an object, but got a string instead. | invalid_type | response_format",
                "'logprobs':true | Unsupported parameter: 'logprobs' is not supported with this model. | unsupported_parameter | logprobs",
                "'top_logprobs':3 | Unsupported parameter: 'top_logprobs' is not supported with this model. | unsupported_parameter | top_logprobs",
                "'top_logprobs':21 | Invalid 'top_logprobs': integer above maximum value. Expected a value <= 20, but got 21 instead. | integer_above_max_value | top_logprobs",
                "'modalities':['text','audio'] | Unsupported value: 'modalities' does not support 'audio' with this model. Only 'text' is supported. | unsupported_value | modalities",
                "'modalities':['smell'] | Invalid value: 'smell'. Supported values are: 'text' and 'audio'. | invalid_value | modalities[0]",
                "'audio':{'voice':'v'} | Unsupported parameter: 'audio' is not supported with this model. | unsupported_parameter | audio",
                "'web_search_options':{} | Unsupported parameter: 'web_search_options' is not supported with this model. | unsupported_parameter | web_search_options",
                "'moderation':{} | Unsupported parameter: 'moderation' is not supported with this model. | unsupported_parameter | moderation",
                "'metadata':{'a':1} | Invalid type for 'metadata.a': expected a string, but got an integer instead. | invalid_type | metadata.a",
                "'metadata':[] | Invalid type for 'metadata': expected an object, but got an array instead. | invalid_type | metadata",
            })
    void refusesParameters(String fields, String message, String code, String param) {
        check(Requests.refusal(Requests.with(fields)), message, code, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "{'messages':[]} | you must provide a model parameter | null | null",
                "{'model':null,'messages':[]} | you must provide a model parameter | null | null",
                "{'model':'','messages':[]} | you must provide a model parameter | null | null",
                "{'model':4} | Invalid type for 'model': expected a string, but got an integer instead. | invalid_type | model",
                "{'model':'m'} | Missing required parameter: 'messages'. | missing_required_parameter | messages",
                "{'model':'m','input':'x'} | Missing required parameter: 'messages'. | missing_required_parameter | messages",
                "{'model':'m','messages':'hi'} | Invalid type for 'messages': expected an array of objects, but got a string instead. | invalid_type | messages",
                "{'model':'m','messages':[]} | Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead. | empty_array | messages",
                "[1] | Invalid type for the request body: expected an object, but got an array instead. | invalid_type | null",
                "null | Invalid type for the request body: expected an object, but got null instead. | invalid_type | null",
            })
    void refusesBodies(String body, String message, String code, String param) {
        check(Requests.refusal(body == null ? "null" : body), message, code, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "'hi' | Invalid type for 'messages[0]': expected an object, but got a string instead. | invalid_type | messages[0]",
                "{'content':'x'} | Missing required parameter: 'messages[0].role'. | missing_required_parameter | messages[0].role",
                "{'role':'user','content':'x'},{'role':'robot','content':'x'} | Invalid value: 'robot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'. | invalid_value | messages[1].role",
                "{'role':'user'} | Missing required parameter: 'messages[0].content'. | missing_required_parameter | messages[0].content",
                "{'role':'user','content':null} | Invalid type for 'messages[0].content': expected one of a string or array of objects, but got null instead. | invalid_type | messages[0].content",
                "{'role':'system','content':1} | Invalid type for 'messages[0].content': expected one of a string or array of objects, but got an integer instead. | invalid_type | messages[0].content",
                "{'role':'user','content':[]} | Invalid 'messages[0].content': empty array. Expected an array with minimum length 1, but got an empty array instead. | empty_array | messages[0].content",
                "{'role':'user','content':['x']} | Invalid type for 'messages[0].content[0]': expected an object, but got a string instead. | invalid_type | messages[0].content[0]",
                "{'role':'user','content':[{'type':'text'}]} | Missing required parameter: 'messages[0].content[0].text'. | missing_required_parameter | messages[0].content[0].text",
                "{'role':'user','content':[{'text':'x'}]} | Missing required parameter: 'messages[0].content[0].type'. | missing_required_parameter | messages[0].content[0].type",
                "{'role':'user','content':[{'type':'text','text':'x'},{'type':'image_url','image_url':{'url':'data:'}}]} | Invalid content type. image_url is only supported by certain models. | null | messages.[0].content.[1].type",
                "{'role':'user','content':[{'type':'input_audio','input_audio':{}}]} | Invalid content type. input_audio is only supported by certain models. | null | messages.[0].content.[0].type",
                "{'role':'user','content':[{'type':'file','file':{}}]} | Invalid content type. file is only supported by certain models. | null | messages.[0].content.[0].type",
                "{'role':'user','content':[{'type':'video'}]} | Invalid value: 'video'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', and 'file'. | invalid_value | messages[0].content[0].type",
                "{'role':'user','content':[{'type':'refusal','refusal':'no'}]} | Invalid value: 'refusal'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', and 'file'. | invalid_value | messages[0].content[0].type",
                "{'role':'assistant','tool_calls':[{'type':'function'}]} | Missing required parameter: 'messages[0].tool_calls[0].id'. | missing_required_parameter | messages[0].tool_calls[0].id",
                "{'role':'assistant','tool_calls':[{'id':'a','type':'function'}]} | Missing required parameter: 'messages[0].tool_calls[0].function'. | missing_required_parameter | messages[0].tool_calls[0].function",
                "{'role':'assistant','tool_calls':[{'id':'a','type':'custom'}]} | Invalid value: 'custom'. Supported values are: 'function'. | invalid_value | messages[0].tool_calls[0].type",
                "{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f','arguments':{}}}]} | Invalid type for 'messages[0].tool_calls[0].function.arguments': expected a string, but got an object instead. | invalid_type | messages[0].tool_calls[0].function.arguments",
                "{'role':'assistant','tool_calls':[{'id':'a','function':{'arguments':''}}]} | Missing required parameter: 'messages[0].tool_calls[0].function.name'. | missing_required_parameter | messages[0].tool_calls[0].function.name",
                "{'role':'assistant','function_call':{'name':'f'}} | Missing required parameter: 'messages[0].function_call.arguments'. | missing_required_parameter | messages[0].function_call.arguments",
                "{'role':'tool','content':'x'} | Missing required parameter: 'messages[0].tool_call_id'. | missing_required_parameter | messages[0].tool_call_id",
                "{'role':'tool','tool_call_id':'a','content':'x'} | Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'. | null | messages.[0].role",
                "{'role':'function','content':'x'} | Missing required parameter: 'messages[0].name'. | missing_required_parameter | messages[0].name",
            })
    void refusesMessages(String messages, String message, String code, String param) {
        check(Requests.refusal(Requests.withMessages(messages)), message, code, param);
    }

    @Test
    void refusesANameWithABlank() {
        check(
                Requests.refusal(Requests.withMessages("{'role':'user','name':'bob smith','content':'x'}")),
                "Invalid 'messages[0].name': string does not match pattern. "
                        + "Expected a string that matches the pattern '^[^\\s<|\\\\/>]+$'.",
                "invalid_value",
                "messages[0].name");
    }

    private static void check(InvalidRequestException refusal, String message, String code, String param) {
        assertThat(refusal).isNotNull();
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.param()).isEqualTo(param);
    }
}
