package io.ringmq.raft.snapshot;

import io.ringmq.store.commitlog.ChainPoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The file {@code MANIFEST} of a snapshot: ASCII lines, each a key and its values.
 *
 * <pre>
 *  ringmq-snapshot 1              format version
 *  group NAME
 *  index N                        last entry that is part of the snapshot
 *  term N                         its term
 *  headerCrc HEX                  header checksum of its frame
 *  endOffset N                    physical offset after its frame
 *  stateIndex N                   applied index the state shows
 *  logStartOffset N               first byte of log when the snapshot was taken
 *  voter PEER                     one line each, likewise learner, oldVoter, oldLearner
 *  file NAME BYTES HEX            one line each: a file of the state, its size and CRC32C
 *  crc32c HEX                     over everything before this line
 * </pre>
 */
final class ManifestText {

    private static final String FORMAT = "ringmq-snapshot";
    private static final String VERSION = "1";
    private static final String CHECKSUM = "crc32c ";
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private ManifestText() {}

    static byte[] encode(Manifest manifest) {
        StringBuilder text = new StringBuilder();
        ChainPoint point = manifest.point();
        line(text, FORMAT, VERSION);
        line(text, "group", manifest.group());
        line(text, "index", point.index());
        line(text, "term", point.term());
        line(text, "headerCrc", Integer.toHexString(point.headerCrc()));
        line(text, "endOffset", point.endOffset());
        line(text, "stateIndex", manifest.stateIndex());
        line(text, "logStartOffset", manifest.logStartOffset());
        manifest.members().voters().forEach(peer -> line(text, "voter", peer));
        manifest.members().learners().forEach(peer -> line(text, "learner", peer));
        manifest.members().oldVoters().forEach(peer -> line(text, "oldVoter", peer));
        manifest.members().oldLearners().forEach(peer -> line(text, "oldLearner", peer));
        for (Manifest.StateFile file : manifest.files()) {
            line(text, "file", file.name() + " " + file.sizeBytes() + " " + Integer.toHexString(file.crc()));
        }
        String body = text.toString();
        return (body + CHECKSUM + Integer.toHexString(crc(body)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(' ').append(value).append('\n');
    }

    private static int crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** @throws SnapshotException if these are not the bytes of an intact manifest of this version */
    static Manifest decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(CHECKSUM);
        try {
            if (end < 0
                    || Integer.parseUnsignedInt(
                                    text.substring(end + CHECKSUM.length()).strip(), 16)
                            != crc(text.substring(0, end))) {
                throw new SnapshotException("the manifest is damaged: its checksum does not match");
            }
            return decode(text.substring(0, end));
        } catch (NumberFormatException e) {
            throw new SnapshotException("the manifest is damaged: a number can not be read", e);
        }
    }

    private static Manifest decode(String text) {
        Map<String, List<String>> lines = new HashMap<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new SnapshotException("the manifest is damaged: '" + line + "' has no value");
            }
            lines.computeIfAbsent(line.substring(0, space), key -> new ArrayList<>())
                    .add(line.substring(space + 1));
        }
        String version = one(lines, FORMAT);
        if (!version.equals(VERSION)) {
            throw new SnapshotException("the manifest has version " + version + ", this release reads " + VERSION);
        }
        return new Manifest(
                one(lines, "group"),
                new ChainPoint(
                        number(lines, "index"),
                        number(lines, "term"),
                        Integer.parseUnsignedInt(one(lines, "headerCrc"), 16),
                        number(lines, "endOffset")),
                number(lines, "stateIndex"),
                number(lines, "logStartOffset"),
                new Members(
                        all(lines, "voter"), all(lines, "learner"), all(lines, "oldVoter"), all(lines, "oldLearner")),
                all(lines, "file").stream().map(ManifestText::file).toList());
    }

    private static String one(Map<String, List<String>> lines, String key) {
        List<String> values = all(lines, key);
        if (values.size() != 1) {
            throw new SnapshotException("the manifest is damaged: " + values.size() + " lines '" + key + "'");
        }
        return values.get(0);
    }

    private static List<String> all(Map<String, List<String>> lines, String key) {
        return lines.getOrDefault(key, List.of());
    }

    private static long number(Map<String, List<String>> lines, String key) {
        long number = Long.parseLong(one(lines, key));
        if (number < 0) {
            throw new SnapshotException("the manifest is damaged: " + key + " is " + number);
        }
        return number;
    }

    private static Manifest.StateFile file(String value) {
        String[] fields = value.split(" ");
        if (fields.length != 3 || !FILE_NAME.matcher(fields[0]).matches()) {
            throw new SnapshotException("the manifest is damaged: '" + value + "' is no file");
        }
        return new Manifest.StateFile(
                fields[0], Long.parseUnsignedLong(fields[1]), Integer.parseUnsignedInt(fields[2], 16));
    }
}
