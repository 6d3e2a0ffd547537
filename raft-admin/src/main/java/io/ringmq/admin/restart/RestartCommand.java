package io.ringmq.admin.restart;

import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Restarts nodes by a command of the operator's, which {@code sh -c} runs here. {@code {host}}, {@code {port}} (of the
 * node's Raft server) and {@code {node}} (its id) are replaced; values that a shell could take for more than a word are
 * refused.
 */
public final class RestartCommand implements Restarter {
    private static final Pattern HARMLESS = Pattern.compile("[\\[A-Za-z0-9][A-Za-z0-9._:\\]-]*");

    private final String template;
    private final int timeoutSeconds;
    private final Consumer<String> output;

    /**
     * @param timeoutSeconds a command that takes longer has failed
     * @param output told what the command has printed, line by line
     */
    public RestartCommand(String template, int timeoutSeconds, Consumer<String> output) {
        this.template = template;
        this.timeoutSeconds = timeoutSeconds;
        this.output = output;
    }

    /** The command for a node. */
    String forNode(Node node) {
        return template.replace("{host}", harmless(node.host()))
                .replace("{port}", harmless(node.port()))
                .replace("{node}", harmless(node.id()));
    }

    private static String harmless(String value) {
        if (!HARMLESS.matcher(value).matches()) {
            throw new AdminException("'" + value + "' can not be put into a command for a shell; use --wait");
        }
        return value;
    }

    @Override
    public void restart(Node node) {
        String command = forNode(node);
        output.accept(node.id() + ": " + command);
        try {
            // A pipe would stay open as long as the broker that the command starts.
            Path printed = Files.createTempFile("restart-", ".out");
            try {
                run(node, command, printed);
            } finally {
                Files.readAllLines(printed).forEach(output);
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new AdminException(
                    "the restart command for " + node.id() + " could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException("interrupted while " + node.id() + " was restarted", e);
        }
    }

    private void run(Node node, String command, Path printed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of("sh", "-c", command))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
            process.destroy();
            throw new AdminException(
                    "the restart command for " + node.id() + " did not end within " + timeoutSeconds + " s");
        }
        if (process.exitValue() != 0) {
            throw new AdminException(
                    "the restart command for " + node.id() + " ended with exit code " + process.exitValue());
        }
    }
}
