package io.ondemand2api.openai;

import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.core.Sampling;
import io.ondemand2api.core.request.Names;
import io.ondemand2api.core.request.RequestObject;

/** The parameters that mean the same wherever a model is asked. */
public final class CommonParameters {

    private CommonParameters() {}

    /** The model, which must be named. */
    public static String model(RequestObject request) throws InvalidRequestException {
        return model(request.text("model"));
    }

    static String model(String model) throws InvalidRequestException {
        if (model == null || model.isBlank()) {
            throw new InvalidRequestException("you must provide a model parameter", null, null);
        }
        return Names.ofModel(model);
    }

    /** How the model is to choose its words. */
    public static Sampling sampling(RequestObject request) throws InvalidRequestException {
        return new Sampling(
                request.decimal("temperature", 0, 2),
                request.decimal("top_p", 0, 1),
                request.decimal("presence_penalty", -2, 2),
                request.decimal("frequency_penalty", -2, 2));
    }

    static boolean includeUsage(RequestObject request, boolean stream) throws InvalidRequestException {
        RequestObject options = request.object("stream_options");
        if (options == null) {
            return false;
        }
        if (!stream) {
            throw new InvalidRequestException(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
        return options.flag("include_usage");
    }
}
