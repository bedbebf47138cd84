package io.ondemand2api.core;

/** A refusal that valid keys get now and then. Asking again on the same key shows whether it was meant. */
public final class SpuriousRefusalException extends GatewayException {

    private static final long serialVersionUID = 1L;

    private final GatewayException meant;

    /** @param meant what it is when it comes again and again */
    public SpuriousRefusalException(GatewayException meant) {
        super(Failure.SPURIOUS_REFUSAL, meant.getMessage());
        this.meant = meant;
    }

    /** What it is when it comes again and again. */
    public GatewayException meant() {
        return meant;
    }
}
