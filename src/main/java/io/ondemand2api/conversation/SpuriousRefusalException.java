package io.ondemand2api.conversation;

/** A refusal that valid keys get now and then. Asking again on the same key shows whether it was meant. */
public final class SpuriousRefusalException extends AnswerException {

    private static final long serialVersionUID = 1L;

    private final AnswerException meant;

    /** @param meant what it is when it comes again and again */
    public SpuriousRefusalException(AnswerException meant) {
        super(Failure.SPURIOUS_REFUSAL, meant.getMessage());
        this.meant = meant;
    }

    /** What it is when it comes again and again. */
    public AnswerException meant() {
        return meant;
    }
}
