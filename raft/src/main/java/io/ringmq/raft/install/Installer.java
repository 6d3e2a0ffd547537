package io.ringmq.raft.install;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.store.commitlog.ChainPoint;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the leader that has no more the next entry of this replica, while one thread copies what is missing. The
 * leader's question waits for the end of the attempt; the leader repeats it until the answer is yes.
 */
public final class Installer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);
    private static final int CLOSE_TIMEOUT_S = 10;

    /** Makes attempts to copy. */
    public interface Attempts {
        /**
         * Copies from this peer what is missing here.
         *
         * @return whether a copy lies ready to take the place of the files of the group
         * @throws IOException if it fails; what was copied is kept
         */
        boolean copy(Endpoint leader) throws IOException, InterruptedException;

        /** Waits a moment, so that attempts that fail at once do not follow each other in a hurry. */
        void pauseAfterFailure() throws InterruptedException;

        /** Ends an attempt under way soon, and all later ones at once. */
        void stop();
    }

    private record Question(InstallSnapshotRequest request, RpcRequestClosure done) {}

    private final String group;
    private final CopyTarget target;
    private final LongSupplier term;
    private final Attempts attempts;
    private final Runnable ready;
    private @Nullable Thread copying;
    private @Nullable Question waiting;
    private boolean ended;

    /**
     * @param term the current term as this node knows it
     * @param ready called once when a copy waits to take the place of the files here
     */
    public Installer(String group, CopyTarget target, LongSupplier term, Attempts attempts, Runnable ready) {
        this.group = group;
        this.target = target;
        this.term = term;
        this.attempts = attempts;
        this.ready = ready;
    }

    /** Takes the question of the leader; the caller has found that it is from the leader of the current term. */
    public void install(InstallSnapshotRequest request, RpcRequestClosure done) {
        Question question = new Question(request, done);
        PeerId leader = new PeerId();
        if (holds(request) || !leader.parse(request.getServerId())) {
            answer(question);
            return;
        }
        Question before;
        synchronized (this) {
            before = waiting;
            waiting = ended ? null : question;
            if (!ended && copying == null) {
                copying = new Thread(() -> copy(leader.getEndpoint()), "raft-install-" + group);
                copying.setDaemon(true);
                copying.start();
            }
        }
        answer(before);
        answer(isEnded() ? question : null);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private boolean holds(InstallSnapshotRequest request) {
        ChainPoint here = target.pointAfter(request.getMeta().getLastIncludedIndex());
        return here != null && here.term() == request.getMeta().getLastIncludedTerm();
    }

    private void answer(@Nullable Question question) {
        if (question == null) {
            return;
        }
        if (holds(question.request())) {
            question.done()
                    .sendResponse(InstallSnapshotResponse.newBuilder()
                            .setTerm(term.getAsLong())
                            .setSuccess(true)
                            .build());
        } else {
            question.done().run(new Status(RaftError.EBUSY, "what this replica lacks is not copied yet"));
        }
    }

    private void copy(Endpoint leader) {
        boolean complete = attempt(leader);
        Question answered;
        synchronized (this) {
            copying = null;
            ended |= complete;
            answered = waiting;
            waiting = null;
        }
        answer(answered);
        if (complete) {
            LOG.info("Group {}: a copy of {} is complete and takes the place of the files here", group, leader);
            ready.run();
        }
    }

    private boolean attempt(Endpoint leader) {
        try {
            try {
                return attempts.copy(leader);
            } catch (IOException | RuntimeException e) {
                LOG.warn("Group {}: copying from {} has failed and is tried again", group, leader, e);
                attempts.pauseAfterFailure();
            }
        } catch (InterruptedException e) {
            LOG.info("Group {}: copying from {} ends because the group does", group, leader, e);
        }
        return false;
    }

    /** Ends a copy under way; the next start of the group goes on with it. */
    @Override
    public void close() {
        Thread thread;
        synchronized (this) {
            ended = true;
            thread = copying;
        }
        attempts.stop();
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
            await(thread);
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_TIMEOUT_S));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
