package io.ringmq.admin.plan;

import io.ringmq.remoting.body.ReplicaDigestBody;
import io.ringmq.remoting.body.ReplicaDigestBody.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the digests of the replicas of a ring, part by part. */
public final class DigestComparison {
    private static final String NOTHING = "nothing";

    private DigestComparison() {}

    /**
     * What is not the same on all replicas, or could not be read, a line each; empty if they are the same.
     *
     * @param digests that have ended, of at least one replica
     */
    public static List<String> differences(List<ReplicaDigestBody> digests) {
        List<String> lines = new ArrayList<>();
        for (ReplicaDigestBody digest : digests) {
            if (digest.failure() != null) {
                lines.add(digest.nodeId() + ": " + digest.failure());
            }
        }
        digests.stream()
                .flatMap(digest -> digest.parts().stream().map(Part::name))
                .distinct()
                .forEach(part -> compare(part, digests, lines));
        return lines;
    }

    private static void compare(String part, List<ReplicaDigestBody> digests, List<String> lines) {
        Map<String, List<String>> nodesByDigest = digests.stream()
                .filter(digest -> digest.failure() == null)
                .collect(Collectors.groupingBy(
                        digest -> describe(part, digest),
                        TreeMap::new,
                        Collectors.mapping(ReplicaDigestBody::nodeId, Collectors.toList())));
        if (nodesByDigest.size() > 1) {
            lines.add(part + " differs: "
                    + nodesByDigest.entrySet().stream()
                            .map(entry -> String.join(", ", entry.getValue()) + " " + entry.getKey())
                            .collect(Collectors.joining("; ")));
        }
    }

    private static String describe(String part, ReplicaDigestBody digest) {
        return digest.parts().stream()
                .filter(candidate -> candidate.name().equals(part))
                .map(found -> "has " + found.size() + " with digest " + found.digest())
                .findFirst()
                .orElse(NOTHING);
    }
}
