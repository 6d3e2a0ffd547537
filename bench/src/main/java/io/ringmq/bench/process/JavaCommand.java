package io.ringmq.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command line that starts a JVM of the same installation as this one. */
public final class JavaCommand {
    private JavaCommand() {}

    /**
     * The words of the command.
     *
     * @param jvmOptions what comes before the class path
     */
    public static List<String> of(List<String> jvmOptions, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath);
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
