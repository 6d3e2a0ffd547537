package io.ringmq.remoting.protocol;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request or response. A value: the {@code with} methods return a changed copy that shares fields and body.
 *
 * @param code a {@link RequestCode}, or a {@link ResponseCode} in a response
 * @param version release of the sender, as the ordinal of its name in the protocol's list of versions
 * @param opaque number that ties a response to its request within one connection; the transport assigns it
 * @param flags bit 0: response; bit 1: oneway, no answer wanted
 * @param remark text for people, in responses
 * @param fields header fields; read only by convention
 * @param body bytes between position and limit; read only by convention, empty if there is none. Users who move the
 *     position work on a {@link ByteBuffer#duplicate()}
 * @param encoding header encoding it came in or is to be sent in
 */
public record Command(
        int code,
        Language language,
        int version,
        int opaque,
        int flags,
        @Nullable String remark,
        Map<String, String> fields,
        ByteBuffer body,
        HeaderEncoding encoding) {

    /** The release we present ourselves as, V5_5_1: clients enable SQL92 filters and newer admin calls by it. */
    public static final int VERSION = 515;

    /** A body of no bytes. */
    public static final ByteBuffer EMPTY_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private static final int FLAG_RESPONSE = 1;
    private static final int FLAG_ONEWAY = 2;

    public Command {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(encoding, "encoding");
    }

    /** A request with a JSON header and no body. */
    public static Command request(int code, Map<String, String> fields) {
        return new Command(code, Language.JAVA, VERSION, 0, 0, null, fields, EMPTY_BODY, HeaderEncoding.JSON);
    }

    /** A request with a JSON header and no body. */
    public static Command request(int code, Header header) {
        return request(code, header.toFields());
    }

    public boolean isResponse() {
        return (flags & FLAG_RESPONSE) != 0;
    }

    public boolean isOneway() {
        return (flags & FLAG_ONEWAY) != 0;
    }

    /** The response to this request: its opaque and encoding, no fields (stock clients fail on null ones), no body. */
    public Command reply(int responseCode, @Nullable String remark) {
        return new Command(
                responseCode,
                Language.JAVA,
                VERSION,
                opaque,
                flags | FLAG_RESPONSE,
                remark,
                Map.of(),
                EMPTY_BODY,
                encoding);
    }

    /** This request marked as wanting no answer. */
    public Command oneway() {
        return withFlags(flags | FLAG_ONEWAY);
    }

    /** This request marked as wanting an answer. */
    public Command answered() {
        return withFlags(flags & ~FLAG_ONEWAY);
    }

    public Command withOpaque(int newOpaque) {
        return new Command(code, language, version, newOpaque, flags, remark, fields, body, encoding);
    }

    public Command withFields(Map<String, String> newFields) {
        return new Command(code, language, version, opaque, flags, remark, newFields, body, encoding);
    }

    public Command withHeader(Header header) {
        return withFields(header.toFields());
    }

    /** A copy with one more, or one changed, field. */
    public Command withField(String name, String value) {
        Map<String, String> changed = new FieldMap(fields);
        changed.put(name, value);
        return withFields(changed);
    }

    public Command withBody(ByteBuffer newBody) {
        return new Command(code, language, version, opaque, flags, remark, fields, newBody, encoding);
    }

    public Command withBody(byte[] newBody) {
        return withBody(ByteBuffer.wrap(newBody));
    }

    public Command withEncoding(HeaderEncoding newEncoding) {
        return new Command(code, language, version, opaque, flags, remark, fields, body, newEncoding);
    }

    Command withCode(int newCode) {
        return new Command(newCode, language, version, opaque, flags, remark, fields, body, encoding);
    }

    private Command withFlags(int newFlags) {
        return new Command(code, language, version, opaque, newFlags, remark, fields, body, encoding);
    }
}
