package io.ringmq.broker.registration;

import io.ringmq.raft.Candidacy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A {@link Candidacy} that tells of each change through it, after the change: {@link Registration} depends on it. */
public final class ToldCandidacy implements Candidacy {
    private final Candidacy candidacy;
    private final Runnable changed;

    public ToldCandidacy(Candidacy candidacy, Runnable changed) {
        this.candidacy = candidacy;
        this.changed = changed;
    }

    @Override
    public CompletableFuture<Void> withhold(String reason) {
        CompletableFuture<Void> handedOver = candidacy.withhold(reason);
        changed.run();
        return handedOver;
    }

    @Override
    public void resume(String reason) {
        candidacy.resume(reason);
        changed.run();
    }

    @Override
    public Set<String> reasons() {
        return candidacy.reasons();
    }
}
