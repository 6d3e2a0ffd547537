package io.ringmq.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the load generator is run.
 *
 * @param sizeBytes of a body
 * @param warmupSeconds unmeasured load at the start of each window
 * @param seconds measured
 * @param windows how often it is told to go
 * @param more options that replace those of the workload, such as {@code count}, or add to them
 */
record LoadPlan(int queues, int sizeBytes, int warmupSeconds, int seconds, int windows, Map<String, String> more) {
    LoadPlan {
        more = Map.copyOf(more);
    }

    /** A copy with one more option. */
    LoadPlan with(String option, String value) {
        Map<String, String> options = new TreeMap<>(more);
        options.put(option, value);
        return new LoadPlan(queues, sizeBytes, warmupSeconds, seconds, windows, options);
    }

    LoadPlan withQueues(int newQueues) {
        return new LoadPlan(newQueues, sizeBytes, warmupSeconds, seconds, windows, more);
    }

    /** A copy with windows of other lengths. */
    LoadPlan lasting(int newWarmupSeconds, int newSeconds) {
        return new LoadPlan(queues, sizeBytes, newWarmupSeconds, newSeconds, windows, more);
    }

    /** A copy for a load generator that does its work once. */
    LoadPlan once() {
        return new LoadPlan(queues, sizeBytes, warmupSeconds, seconds, 1, more);
    }

    /** The words after the main class. */
    List<String> arguments(LoadClientKind client, String address, String topic, Workload workload) {
        return arguments(client, address, topic, workload.program(), workload.arguments());
    }

    /** The words after the main class for a program that is no workload of its own, such as fill. */
    List<String> arguments(
            LoadClientKind client, String address, String topic, String program, List<String> ofProgram) {
        Map<String, String> options = new TreeMap<>();
        options.put("client", client.option());
        options.put("address", address);
        options.put("topic", topic);
        options.put("queues", Integer.toString(queues));
        options.put("workload", program);
        options.put("bytes", Integer.toString(sizeBytes));
        options.put("warmup-seconds", Integer.toString(warmupSeconds));
        options.put("seconds", Integer.toString(seconds));
        options.put("runs", Integer.toString(windows));
        for (int i = 0; i < ofProgram.size(); i += 2) {
            options.put(ofProgram.get(i).substring(2), ofProgram.get(i + 1));
        }
        options.putAll(more);
        List<String> words = new ArrayList<>();
        options.forEach((name, value) -> {
            words.add("--" + name);
            words.add(value);
        });
        return words;
    }
}
