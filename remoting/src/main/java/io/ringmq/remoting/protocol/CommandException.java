package io.ringmq.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** A request refused with a response code and a remark for the peer to read. */
public final class CommandException extends RemotingException {
    private static final long serialVersionUID = 1L;

    private final int responseCode;

    /**
     * Refuses a request.
     *
     * @param responseCode one of {@link ResponseCode}
     * @param remark what is wrong and what to do about it; sent to the peer
     */
    public CommandException(int responseCode, String remark) {
        this(responseCode, remark, null);
    }

    public CommandException(int responseCode, String remark, @Nullable Throwable cause) {
        super(remark, cause);
        this.responseCode = responseCode;
    }

    public int responseCode() {
        return responseCode;
    }
}
