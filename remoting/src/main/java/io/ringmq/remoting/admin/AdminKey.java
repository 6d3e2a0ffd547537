package io.ringmq.remoting.admin;

import io.ringmq.remoting.protocol.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret that all nodes of a cluster and its operators share. A request is signed with HMAC-SHA256 over
 *
 * <pre>
 *  4 bytes   request code
 *  4 bytes   number of fields, without the signature
 *  -- for each field, in the order of the names --
 *  4 bytes + UTF-8   name
 *  4 bytes + UTF-8   value
 *  -----------------
 *  4 bytes + bytes   body
 * </pre>
 *
 * and carries the time and a number used once, for the receiver to check. It is not encrypted: a signature keeps others
 * from making or changing a request, not from reading it. Thread-safe; {@link #toString} shows nothing.
 */
public final class AdminKey {
    private static final String TIME_FIELD = "adminTime";
    private static final String NONCE_FIELD = "adminNonce";
    private static final String SIGNATURE_FIELD = "adminSignature";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 32;
    private static final int MAX_BYTES = 4096;
    private static final Set<PosixFilePermission> FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final SecretKeySpec key;

    private AdminKey(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The key with this secret text, 32 to 4,096 bytes; white space around it does not count. */
    public static AdminKey of(String secret) {
        byte[] bytes = secret.strip().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an admin key has " + MIN_BYTES + " to " + MAX_BYTES + " bytes, this one has " + bytes.length);
        }
        return new AdminKey(bytes);
    }

    /**
     * Reads the key from a file that nobody but its owner may read or write.
     *
     * @throws IOException naming the file and what is wrong with it
     */
    public static AdminKey read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "admin key file " + file + " is not there; make one with: (umask 077; openssl rand -hex" + " 32 > "
                            + file + ") and give every node the same");
        }
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && view.readAttributes().permissions().stream().anyMatch(FOR_OTHERS::contains)) {
            throw new IOException("admin key file " + file + " is open to others; use: chmod 600 " + file);
        }
        if (Files.size(file) > 2L * MAX_BYTES) {
            throw new IOException(
                    "admin key file " + file + " is larger than a key can be: " + Files.size(file) + " bytes");
        }
        try {
            return of(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("admin key file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The request with time, nonce and signature.
     *
     * @param nonce a random number, never used before
     */
    public Command sign(Command request, long nowMs, long nonce) {
        Command stamped = request.withField(TIME_FIELD, Long.toString(nowMs))
                .withField(NONCE_FIELD, HexFormat.of().toHexDigits(nonce));
        return stamped.withField(SIGNATURE_FIELD, HexFormat.of().formatHex(signature(stamped)));
    }

    /**
     * What a signature proves: that somebody with the key made this request.
     *
     * @param signedMs when, by the clock of the signer
     * @param nonce the number used once
     */
    public record Proof(long signedMs, String nonce) {}

    /** The proof that a request carries; null if it was not signed with this key, or changed since. */
    public @Nullable Proof proof(Command request) {
        String time = request.fields().get(TIME_FIELD);
        String nonce = request.fields().get(NONCE_FIELD);
        String given = request.fields().get(SIGNATURE_FIELD);
        if (time == null || nonce == null || given == null) {
            return null;
        }
        byte[] expected = HexFormat.of().formatHex(signature(request)).getBytes(StandardCharsets.US_ASCII);
        boolean intact = MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
        // The time of an intact request is what sign() has written.
        return intact ? new Proof(Long.parseLong(time), nonce) : null;
    }

    private byte[] signature(Command request) {
        TreeMap<String, String> fields = new TreeMap<>(request.fields());
        fields.remove(SIGNATURE_FIELD);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(number(request.code()));
            mac.update(number(fields.size()));
            fields.forEach((name, value) -> List.of(name, value).forEach(text -> update(mac, text)));
            mac.update(number(request.body().remaining()));
            mac.update(request.body().duplicate());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static void update(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(number(bytes.length));
        mac.update(bytes);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    @Override
    public String toString() {
        return "AdminKey";
    }
}
