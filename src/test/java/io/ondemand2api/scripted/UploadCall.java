package io.ondemand2api.scripted;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Answers {@code POST /media/v1/public/file/raw}. */
final class UploadCall {

    /** Those of the documentation [C]; what others do is not known [U]. */
    private static final String IMAGE_PLUGIN = "plugin-1713958591";

    private static final String DOCUMENT_PLUGIN = "plugin-1713954536";
    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg");
    private static final Set<String> DOCUMENTS = Set.of("pdf", "docx", "txt");

    private final Ledger ledger;
    private final ScriptedSessions sessions;
    private final Decisions decisions;

    UploadCall(Ledger ledger, ScriptedSessions sessions, Decisions decisions) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.decisions = decisions;
    }

    void answer(ReceivedUpload upload, Connection connection) throws ClientLeftException {
        ledger.uploads.add(upload);
        ScriptedExchange exchange = new ScriptedExchange(connection, decisions.forUpload(upload), () -> {});
        if (exchange.begin()) {
            exchange.send(reply(upload, exchange.behaviour()));
        }
    }

    private Reply reply(ReceivedUpload upload, Behaviour behaviour) {
        String problem = problem(upload);
        if (problem != null) {
            return Reply.error(400, "invalid_request", problem);
        }
        if (sessions.find(upload.sessionId(), upload.apikey()) == null) {
            return Api.sessionNotFound();
        }
        return Reply.json(200, created(upload, behaviour.script()));
    }

    private static String problem(ReceivedUpload upload) {
        if (upload.content() == null) {
            return "file is required";
        }
        if (upload.plugins().isEmpty()) {
            return "plugins is required";
        }
        // webhook exists too, but has no receiver here
        if (!upload.responseMode().equals("sync")) {
            return "responseMode must be sync";
        }
        if (!upload.sizeBytes().equals(Integer.toString(upload.content().length))) {
            return "sizeBytes is not the size of the file";
        }
        String extension = extension(upload);
        boolean image = IMAGES.contains(extension) && upload.plugins().equals(List.of(IMAGE_PLUGIN));
        boolean document = DOCUMENTS.contains(extension) && upload.plugins().equals(List.of(DOCUMENT_PLUGIN));
        return image || document ? null : "The file cannot be read by these plugins";
    }

    private static String extension(ReceivedUpload upload) {
        String name = upload.fileName();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Documents have an extractedText, images a context, too: what is seen in them. */
    private static String created(ReceivedUpload upload, Script script) {
        boolean image = IMAGES.contains(extension(upload));
        String text = script.deltas() == null
                ? "The simulator read " + upload.content().length + " bytes of " + upload.name()
                : String.join("", script.deltas());
        return "{\"message\":\"Media Created\",\"data\":{\"id\":\"" + Ids.next() + "\",\"sessionId\":"
                + WireJson.compact(upload.sessionId()) + ",\"name\":" + WireJson.compact(upload.name())
                + ",\"sizeBytes\":" + upload.sizeBytes() + ",\"source\":\"" + (image ? "image" : "document")
                + "\",\"mimeType\":" + WireJson.compact(upload.mediaType()) + ",\"extension\":\"" + extension(upload)
                + "\",\"plugins\":[" + WireJson.compact(upload.plugins().get(0)) + "],\"context\":"
                + WireJson.compact(image ? text : "") + ",\"extractedText\":" + WireJson.compact(image ? "" : text)
                + ",\"actionStatus\":\"" + script.status() + "\"}}";
    }
}
