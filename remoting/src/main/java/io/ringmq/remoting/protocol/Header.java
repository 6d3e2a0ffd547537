package io.ringmq.remoting.protocol;

import java.util.Map;

/** A typed header that knows its wire spelling. */
public interface Header {
    /** The header as field name to text; absent optional fields are left out. The map belongs to the caller. */
    Map<String, String> toFields();
}
