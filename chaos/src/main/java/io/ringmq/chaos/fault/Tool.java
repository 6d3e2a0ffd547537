package io.ringmq.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the operating system that do what Java can not. */
final class Tool {
    private Tool() {}

    /**
     * Runs a program and waits for its end.
     *
     * @throws IllegalStateException with its output, if it fails
     */
    static void run(String... command) {
        String problem = problem(command);
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
    }

    /**
     * Runs a program that goes on until it can not go on.
     *
     * @throws IllegalStateException if it ends well
     */
    static void fails(String... command) {
        if (succeeds(command)) {
            throw new IllegalStateException(String.join(" ", command) + " did not fail");
        }
    }

    /** Whether a program ends well. */
    static boolean succeeds(String... command) {
        return problem(command).isEmpty();
    }

    private static String problem(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            return status == 0 ? "" : String.join(" ", command) + " ended with status " + status + ": " + output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }

    /** Why programs that only root may use can not be used; empty if they can. */
    static Optional<String> reasonUnusable(String... programs) {
        if (!isRoot()) {
            return Optional.of("needs root");
        }
        return Arrays.stream(programs)
                .filter(program -> !isOnPath(program))
                .findFirst()
                .map(program -> "needs " + program);
    }

    private static boolean isRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException | UnsupportedOperationException e) {
            // Not Linux: none of the programs is there either.
            return false;
        }
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }
}
