package io.ondemand2api.media;

import io.ondemand2api.completion.CompletionContext;
import io.ondemand2api.core.Attachment;
import io.ondemand2api.core.Failure;
import io.ondemand2api.core.FileKind;
import io.ondemand2api.core.GatewayException;
import io.ondemand2api.core.InvalidRequestException;
import io.ondemand2api.exchange.ExchangeProperty;
import io.ondemand2api.exchange.StepProperty;
import io.ondemand2api.sessions.OnDemandSession;
import io.ondemand2api.upstream.CallSpec;
import io.ondemand2api.upstream.CaughtFailure;
import io.ondemand2api.upstream.UpstreamCall;
import io.ondemand2api.upstream.UpstreamSteps;
import io.ondemand2api.upstream.protocol.UpstreamFailures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;

/**
 * The steps of the route {@code upload-media}: the files that the model is asked about are given to the session of the
 * attempt, one after the other, and what the upstream reads in them goes into the question. A session that goes on has
 * the earlier ones; a fresh one gets all. In routes its steps are called {@code media.…}.
 */
public final class MediaSteps {

    /**
     * The policy.
     *
     * @param uploadTimeout the longest time for one upload
     * @param totalTimeout the longest time for all uploads to one session
     * @param mostTotalBytes the most bytes of all downloaded files of one request
     * @param plugins which of the upstream's plugins read files
     */
    public record Settings(
            Duration uploadTimeout, Duration totalTimeout, long mostTotalBytes, MediaUpload.Plugins plugins) {}

    private static final ExchangeProperty<State> STATE = StepProperty.MEDIA.of(State.class);

    private final Settings settings;
    private final RemoteFiles remoteFiles;
    private final RemoteBytes remoteBytes;

    public MediaSteps(Settings settings, RemoteFiles remoteFiles, RemoteBytes remoteBytes) {
        this.settings = settings;
        this.remoteFiles = remoteFiles;
        this.remoteBytes = remoteBytes;
    }

    /** What is known of one request's files. */
    private static final class State {
        private final Map<String, Attachment.Content> downloaded = new HashMap<>();
        private RemoteBytes.Share share;
        private OnDemandSession session;
        private long since;
        private Attachment file;
    }

    /** True while there is a file that the attempt's session was not given yet. */
    public boolean wanted(Exchange exchange) {
        return CompletionContext.of(exchange).toUpload() != null;
    }

    /** Makes the message the upload of the next file. */
    public void ask(Exchange exchange) throws GatewayException, InterruptedException {
        CompletionContext completion = CompletionContext.of(exchange);
        State state = state(exchange);
        state.file = completion.toUpload();
        if (state.session != completion.attempt().session()) {
            state.session = completion.attempt().session();
            state.since = System.nanoTime();
        }
        Attachment.Content content = content(state, exchange);
        long left = settings.totalTimeout().toNanos() - (System.nanoTime() - state.since);
        if (left <= 0) {
            throw UpstreamFailures.tooLong();
        }
        MediaUpload upload =
                MediaUpload.of(completion.attempt().session(), state.file.name(), content, settings.plugins());
        UpstreamCall call = new UpstreamCall(CallSpec.of(
                        CallSpec.Kind.UPLOAD,
                        completion.attempt().lease(),
                        new CallSpec.Target(HttpMethods.POST, "/media/v1/public/file/raw", upload.contentType()),
                        upload.body())
                .forModel(completion.conversation().model())
                .within(Math.min(left, settings.uploadTimeout().toNanos()))
                .countedBy(completion.callMemory()));
        completion.start(call);
        UpstreamSteps.prepare(exchange, call);
    }

    /** Keeps what the upstream read in the file. */
    public void uploaded(Exchange exchange) throws GatewayException {
        CompletionContext.of(exchange)
                .attempt()
                .uploaded(
                        state(exchange).file,
                        MediaResponse.text(UpstreamSteps.of(exchange).body()));
    }

    /** A file that the upstream refuses is the caller's, who is told which one it is. */
    public void failed(Exchange exchange) throws GatewayException {
        GatewayException failure = CaughtFailure.failure(exchange);
        if (failure.failure() == Failure.INVALID_REQUEST && !(failure instanceof InvalidRequestException)) {
            throw wrong(state(exchange).file.param(), "the model's service cannot read this file");
        }
        throw failure;
    }

    private State state(Exchange exchange) {
        State state = STATE.get(exchange);
        if (state == null) {
            state = new State();
            STATE.set(exchange, state);
        }
        return state;
    }

    private Attachment.Content content(State state, Exchange exchange) throws GatewayException, InterruptedException {
        if (state.file.source() instanceof Attachment.Content sent) {
            return sent;
        }
        Attachment.Content downloaded = state.downloaded.get(state.file.identity());
        if (downloaded == null) {
            if (state.share == null) {
                state.share = remoteBytes.share(settings.mostTotalBytes());
                exchange.getExchangeExtension().addOnCompletion(state.share);
            }
            downloaded = download(state.file, (Attachment.Remote) state.file.source(), state.share);
            state.downloaded.put(state.file.identity(), downloaded);
        }
        return downloaded;
    }

    private Attachment.Content download(Attachment file, Attachment.Remote remote, RemoteBytes.Share share)
            throws GatewayException, InterruptedException {
        byte[] bytes = remoteFiles.fetch(remote.url(), file.param());
        if (!share.take(bytes.length)) {
            throw wrong(file.param(), "the files together are larger than " + settings.mostTotalBytes() + " bytes");
        }
        FileKind kind = FileKind.of(bytes);
        if (kind == null) {
            throw wrong(file.param(), "the file is none of the kinds that can be read: PNG, JPEG, PDF and DOCX");
        }
        return new Attachment.Content(kind, bytes);
    }

    private static InvalidRequestException wrong(String param, String why) {
        return new InvalidRequestException("Invalid '" + param + "': " + why + ".", param, "invalid_value");
    }
}
