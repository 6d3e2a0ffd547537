package io.ringmq.bench.load.report;

import java.io.BufferedReader;
import java.io.IOException;

/** What the parent process asks for, line by line: {@code go} for the next window, {@code stop} for an orderly end. */
public final class Commands {
    private static final String GO = "go";
    private static final String STOP = "stop";

    private final BufferedReader in;

    public Commands(BufferedReader in) {
        this.in = in;
    }

    /**
     * Waits for the next command; the end of the input means {@code stop}.
     *
     * @return true for {@code go}, false for {@code stop}
     */
    public boolean awaitGo() throws IOException {
        String line = in.readLine();
        if (line == null || line.equals(STOP)) {
            return false;
        }
        if (line.equals(GO)) {
            return true;
        }
        throw new IOException("expected '" + GO + "' or '" + STOP + "' on standard input, got '" + line + "'");
    }

    /** Waits for {@code stop}. */
    public void awaitStop() throws IOException {
        if (awaitGo()) {
            throw new IOException("a stream has no windows: it takes '" + STOP + "' only");
        }
    }
}
