package io.ringmq.broker.admin;

import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.remoting.header.SnapshotTakenHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** TAKE_SNAPSHOT (9104): this replica takes a snapshot, and answers when it is durable. Never blocks. */
public final class TakeSnapshotHandler implements RequestHandler {
    private final RaftGroup group;
    private final Clock clock;

    public TakeSnapshotHandler(RaftGroup group, Clock clock) {
        this.group = group;
        this.clock = clock;
    }

    @Override
    public void handle(Command request, Responder responder) {
        long beganMs = clock.millis();
        group.snapshots().take().whenComplete((index, failure) -> responder.reply(answer(request, beganMs, failure)));
    }

    private Command answer(Command request, long beganMs, @Nullable Throwable failure) {
        if (failure != null) {
            return request.reply(ResponseCode.SYSTEM_ERROR, String.valueOf(failure.getMessage()));
        }
        Manifest newest = group.snapshots().newest();
        if (newest == null) {
            return request.reply(ResponseCode.SYSTEM_ERROR, "the snapshot was found damaged at once; look at the log");
        }
        return request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new SnapshotTakenHeader(newest.index(), newest.stateBytes(), clock.millis() - beganMs));
    }
}
