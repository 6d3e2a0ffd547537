package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Signals that Java itself cannot send; kill(1) does. */
public enum Signal {
    /** Stops a process where it is, until it is told to go on. */
    STOP,
    CONT,
    /** Ends all the processes within the same moment; the caller waits for them itself. */
    KILL;

    /** Sends the signal to all the processes, and returns when it has been sent. */
    public void send(Collection<Long> pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        String.join(" ", command) + " ended with status " + status + ": one of them does not run");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitException("interrupted");
        }
    }
}
