package io.ringmq.bench.cluster;

/** A port that the cluster needs belongs to another process. */
public final class PortInUseException extends RuntimeException {
    PortInUseException(int port, String user, String option) {
        super("port " + port + " (" + user + ") is in use by another process; choose another with " + option);
    }
}
