package io.ondemand2api.openai;

import io.ondemand2api.core.Failure;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.MemoryShare;
import io.ondemand2api.core.SafeEcho;
import io.ondemand2api.core.request.JsonBody;
import io.ondemand2api.core.request.RequestJson;

/**
 * What becomes of {@code POST /v1/embeddings}: the upstream has no embeddings, so that no model is one that serves them.
 * Clients take that as final; any status from 500 on they would try again.
 */
public final class EmbeddingRequests {

    /** Nothing but the model is read, which may be there several times. */
    private static final int MAX_VALUES = 1000;

    private EmbeddingRequests() {}

    /**
     * The refusal of a whole body.
     *
     * @param body any bytes at all
     * @return why it is not served: it names the model, unless the body is none that could name one
     */
    public static GatewayException refusal(byte[] body) {
        try {
            RequestJson json = JsonBody.read(body, RequestShapes.EMBEDDING, MAX_VALUES, MemoryShare.UNLIMITED);
            String model = CommonParameters.model(json.root());
            return new GatewayException(
                    Failure.MODEL_NOT_FOUND,
                    "The model `" + SafeEcho.of(model)
                            + "` does not exist or cannot be used for embeddings: no embedding model is served here.");
        } catch (GatewayException unreadable) {
            return unreadable;
        }
    }
}
