package io.ringmq.broker.admin;

import io.ringmq.remoting.admin.AdminKey;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests through that are signed with the key, not older than {@link #WINDOW_MS} and not seen before; all others
 * are answered NO_PERMISSION. Thread-safe.
 */
public final class AdminGuard {
    /** How far the clocks of an operator and a node may be apart. */
    public static final long WINDOW_MS = 60_000;

    /** Requests in one window; more are answered SYSTEM_BUSY, since a repeated one could not be told. */
    static final int MAX_REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AdminGuard.class);

    private final AdminKey key;
    private final Clock clock;
    private final Map<String, Long> seen = new LinkedHashMap<>();

    public AdminGuard(AdminKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Serves whatever needs a signature on a node that has no key to check it with. */
    public static RequestHandler closed() {
        return (request, responder) -> responder.reply(request.reply(
                ResponseCode.NO_PERMISSION,
                "this node takes no admin requests; set adminKeyFile in its configuration and start it again"));
    }

    /** The handler, for those who may use it. */
    public RequestHandler guarding(RequestHandler handler) {
        return (request, responder) -> {
            Command refusal = refusal(request);
            if (refusal == null) {
                handler.handle(request, responder);
            } else {
                LOG.warn(
                        "refused admin request code {} of {}: {}",
                        request.code(),
                        responder.connection().remoteAddress(),
                        refusal.remark());
                responder.reply(refusal);
            }
        };
    }

    private @Nullable Command refusal(Command request) {
        AdminKey.Proof proof = key.proof(request);
        if (proof == null) {
            return request.reply(
                    ResponseCode.NO_PERMISSION, "this request must be signed with the admin key of the cluster");
        }
        long nowMs = clock.millis();
        if (Math.abs(nowMs - proof.signedMs()) > WINDOW_MS) {
            return request.reply(
                    ResponseCode.NO_PERMISSION,
                    "this request was signed " + (nowMs - proof.signedMs()) / 1_000
                            + " s ago by the clock of this node, at most " + WINDOW_MS / 1_000
                            + " are accepted; set the clocks");
        }
        return remember(request, proof.nonce(), nowMs);
    }

    private synchronized @Nullable Command remember(Command request, String nonce, long nowMs) {
        // A signature is good from one window before its time to one behind it.
        for (Iterator<Long> oldest = seen.values().iterator(); oldest.hasNext(); oldest.remove()) {
            if (oldest.next() >= nowMs - 2 * WINDOW_MS) {
                break;
            }
        }
        if (seen.size() >= MAX_REMEMBERED) {
            return request.reply(
                    ResponseCode.SYSTEM_BUSY,
                    "more than " + MAX_REMEMBERED + " admin requests in two minutes; ask again later");
        }
        return seen.putIfAbsent(nonce, nowMs) == null
                ? null
                : request.reply(ResponseCode.NO_PERMISSION, "this request was made before; sign a new one");
    }
}
