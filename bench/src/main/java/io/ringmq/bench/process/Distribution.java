package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the build made: the class path of every module that is started as a process.
 *
 * @param home root of the repository
 */
public record Distribution(Path home) {
    private static final String HOME_PROPERTY = "ringmq.home";

    /** The repository named by the system property {@value #HOME_PROPERTY}, which the launch scripts and the build set. */
    public static Distribution fromSystemProperty() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("set -D" + HOME_PROPERTY + " to the root of the repository");
        }
        return new Distribution(Path.of(home).toAbsolutePath());
    }

    public String broker() {
        return moduleClassPath("broker");
    }

    public String nameserver() {
        return moduleClassPath("namesrv");
    }

    /** The programs of system-tests/stock-programs with the libraries of a stock client, and nothing of ours. */
    public String stockPrograms(String clientModule) {
        Path client = libraries(home.resolve("system-tests").resolve(clientModule));
        return moduleClassPath("system-tests/stock-programs") + ":" + client.resolve("*");
    }

    private String moduleClassPath(String module) {
        Path moduleDir = home.resolve(module);
        return jar(moduleDir) + ":" + libraries(moduleDir).resolve("*");
    }

    private static Path libraries(Path moduleDir) {
        Path lib = moduleDir.resolve("target").resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw notBuilt(lib);
        }
        return lib;
    }

    private static Path jar(Path moduleDir) {
        Path target = moduleDir.resolve("target");
        if (!Files.isDirectory(target)) {
            throw notBuilt(target);
        }
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(f -> f.getFileName().toString().matches("ringmq-.*\\d\\.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw notBuilt(target.resolve("ringmq-*.jar"));
            }
            return jars.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException notBuilt(Path missing) {
        return new IllegalStateException(missing + " is not there: run `mvn package -DskipTests` first");
    }
}
