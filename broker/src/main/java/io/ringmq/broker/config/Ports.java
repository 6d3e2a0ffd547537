package io.ringmq.broker.config;

/** TCP port numbers in the settings. */
final class Ports {
    private Ports() {}

    static int parse(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a port number", e);
        }
        throw new IllegalArgumentException("port " + text + " is outside 1 to 65535");
    }
}
