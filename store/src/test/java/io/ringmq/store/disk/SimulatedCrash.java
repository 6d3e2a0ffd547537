package io.ringmq.store.disk;

/** The simulated machine stopped inside a call, or a file handle of before the stop was used. */
public final class SimulatedCrash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulatedCrash(String message) {
        super(message);
    }
}
