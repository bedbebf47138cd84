package io.ondemand2api.scripted;

/** How the service answers a query that resumes a stream. */
public enum ResumeForm {
    /** The first frame holds the whole answer so far; deltas follow. */
    REPLAY,
    /** The same, behind all the thinking so far. */
    REPLAY_WITH_THINKING,
    /** Only the deltas that follow. */
    NO_REPLAY,
    /** The first frame holds another answer. */
    OTHER_TEXT,
    /** The same answer, as another message. */
    OTHER_MESSAGE,
    /** 404: no such message. */
    NOT_FOUND
}
