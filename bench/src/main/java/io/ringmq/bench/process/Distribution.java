package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /** What makes the start of a broker's JVM quicker, as {@code scripts/broker} does: only what the build has made. */
    public List<String> brokerStartOptions() {
        Path target = home.resolve("broker").resolve("target");
        List<String> options = new ArrayList<>();
        Path archive = target.resolve("classes.jsa");
        if (Files.exists(archive)) {
            options.add("-XX:SharedArchiveFile=" + archive);
        }
        Path nativeLibraries = target.resolve("native");
        if (Files.exists(nativeLibraries)) {
            options.add("-Djava.library.path=" + nativeLibraries);
        }
        return options;
    }

    public String nameserver() {
        return moduleClassPath("namesrv");
    }

    /** The programs of system-tests/stock-programs with the libraries of a stock client, and nothing of ours. */
    public String stockPrograms(String clientModule) {
        Path client = libraries(home.resolve("system-tests").resolve(clientModule));
        return moduleClassPath("system-tests/stock-programs") + ":" + client.resolve("*");
    }

    /** The libraries of a peer's server, and nothing of ours. */
    public String peer(String name) {
        return peerLibraries(name).resolve("*").toString();
    }

    /** Name and version of a peer's library, such as {@code kafka_2.13-4.3.1}. */
    public String peerArtifact(String peer, String artifact) {
        return only(peerLibraries(peer), artifact + "-\\d.*\\.jar")
                .getFileName()
                .toString()
                .replace(".jar", "");
    }

    private Path peerLibraries(String name) {
        Path module = home.resolve("bench").resolve("peers").resolve(name);
        Path lib = module.resolve("target").resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(lib + " is not there: run `mvn package -P peers -pl "
                    + home.relativize(module) + "`, or start this through scripts/bench, which does so");
        }
        return lib;
    }

    /** The JMH benchmarks of bench/jmh. */
    public String microBenchmarks() {
        return moduleClassPath("bench/jmh");
    }

    /** The load generator of bench/load with the libraries of one client, which another module resolves. */
    public String load(String clientModule) {
        return moduleClassPath("bench/load") + ":"
                + libraries(home.resolve(clientModule)).resolve("*");
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
        return only(target, "ringmq-.*\\d\\.jar");
    }

    private static Path only(Path dir, String namePattern) {
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> found = files.filter(f -> f.getFileName().toString().matches(namePattern))
                    .toList();
            if (found.size() != 1) {
                throw notBuilt(dir.resolve(namePattern));
            }
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException notBuilt(Path missing) {
        return new IllegalStateException(missing + " is not there: run `mvn package -DskipTests` first");
    }
}
