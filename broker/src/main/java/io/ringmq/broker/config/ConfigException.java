package io.ringmq.broker.config;

import java.util.List;

/** The properties file can not be used as it is. The message lists every problem, one a line, each with its remedy. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String source, List<String> problems) {
        super(source + " can not be used:\n  - " + String.join("\n  - ", problems));
    }
}
