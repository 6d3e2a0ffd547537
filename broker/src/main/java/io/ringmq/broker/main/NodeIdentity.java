package io.ringmq.broker.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Whose data a directory holds: the file {@code IDENTITY} in it, written when a node first uses the directory.
 *
 * <pre>
 *  ringmq-node 1
 *  cluster=the cluster's name
 *  node=the node's id
 *  directory=a random UUID, made with the directory
 *  crc32c=eight hexadecimal digits over the lines above, line ends included
 * </pre>
 */
record NodeIdentity(String cluster, String node, UUID directory) {
    private static final String NAME = "IDENTITY";
    private static final String FIRST_LINE = "ringmq-node 1";
    private static final String CLUSTER = "cluster=";
    private static final String NODE = "node=";
    private static final String DIRECTORY = "directory=";
    private static final int LINES = 5;

    /**
     * Reads the identity of a directory; gives it this one if it has none.
     *
     * @param fresh this node's, with a new directory id
     * @throws IOException if the directory belongs to another node or cluster, or the file is damaged
     */
    static NodeIdentity claim(Path directory, NodeIdentity fresh) throws IOException {
        Path file = directory.resolve(NAME);
        if (Files.notExists(file)) {
            DurableFile.write(directory, NAME, fresh.encode());
            return fresh;
        }
        NodeIdentity found = decode(file, Files.readString(file));
        if (!found.cluster.equals(fresh.cluster) || !found.node.equals(fresh.node)) {
            throw new IOException("dataDir " + directory.toAbsolutePath() + " holds the data of node '" + found.node
                    + "' of cluster '" + found.cluster + "', this is node '" + fresh.node + "' of cluster '"
                    + fresh.cluster + "'; correct dataDir, nodeId or clusterName");
        }
        return found;
    }

    private String encode() {
        String content = String.join("\n", FIRST_LINE, CLUSTER + cluster, NODE + node, DIRECTORY + directory, "");
        return content + "crc32c=" + checksum(content) + "\n";
    }

    private static NodeIdentity decode(Path file, String text) throws IOException {
        List<String> lines = text.lines().toList();
        int checksumAt = text.lastIndexOf("crc32c=");
        boolean whole = lines.size() == LINES
                && checksumAt > 0
                && lines.get(LINES - 1).equals("crc32c=" + checksum(text.substring(0, checksumAt)));
        if (!whole || !lines.get(0).equals(FIRST_LINE)) {
            throw new IOException(file.toAbsolutePath() + " is damaged or of another release, so it is not known whose"
                    + " data these are; restore it, or start with an empty dataDir after raft-admin remove");
        }
        return new NodeIdentity(
                lines.get(1).substring(CLUSTER.length()),
                lines.get(2).substring(NODE.length()),
                UUID.fromString(lines.get(3).substring(DIRECTORY.length())));
    }

    private static String checksum(String content) {
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
