package io.ringmq.broker.verify;

import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.header.GetDigestHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.concurrent.CompletableFuture;

/**
 * GET_DIGEST (9122): what this replica knows of a digest. Waits a moment for its end, so that whoever asks again and again
 * need not pause. Never blocks.
 */
public final class GetDigestHandler implements RequestHandler {
    static final long WAIT_MS = 1_000;

    private final Verification verification;
    private final Timer timer;

    public GetDigestHandler(Verification verification, Timer timer) {
        this.verification = verification;
        this.timer = timer;
    }

    @Override
    public void handle(Command request, Responder responder) {
        long id = GetDigestHeader.parse(request).id();
        CompletableFuture<Void> end = verification.end(id);
        Timer.Timeout timeout = timer.after(WAIT_MS, () -> end.complete(null));
        end.thenRun(() -> {
            timeout.cancel();
            responder.reply(request.reply(ResponseCode.SUCCESS, null)
                    .withBody(verification.result(id).encode()));
        });
    }
}
