package io.ringmq.raft;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A proposal's outcome as a future; a second outcome is an error. */
final class Outcome implements ProposalCallback {

    private final CompletableFuture<List<@Nullable Object>> future = new CompletableFuture<>();

    @Override
    public void applied(List<@Nullable Object> results) {
        require(future.complete(results));
    }

    @Override
    public void rejected(ProposalException cause) {
        require(future.completeExceptionally(cause));
    }

    @Override
    public void unknown(ProposalException cause) {
        require(future.completeExceptionally(cause));
    }

    private static void require(boolean first) {
        if (!first) {
            throw new AssertionError("a second outcome");
        }
    }

    List<@Nullable Object> results() {
        try {
            return future.get(RecordingApplier.PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    Throwable failure() {
        try {
            throw new AssertionError("applied: " + future.get(RecordingApplier.PATIENCE_S, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    boolean isDone() {
        return future.isDone();
    }

    /** Whether it was applied, once it has ended either way. */
    boolean ended() {
        return future.handle((results, cause) -> cause == null)
                .orTimeout(RecordingApplier.PATIENCE_S, TimeUnit.SECONDS)
                .join();
    }
}
