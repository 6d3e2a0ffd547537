package io.ringmq.remoting.body;

/**
 * One connected client.
 */
public record ClientConnection(String clientId, String clientAddr, String language, int version) {
    static ClientConnection read(JsonIn in) {
        in.beginObject();
        String clientId = "";
        String clientAddr = "";
        String language = "JAVA";
        int version = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "clientId" -> clientId = in.string();
                case "clientAddr" -> clientAddr = in.string();
                case "language" -> language = in.string();
                case "version" -> version = in.integer();
                default -> in.skip();
            }
        }
        return new ClientConnection(clientId, clientAddr, language, version);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("clientAddr", clientAddr)
                .member("clientId", clientId)
                .member("language", language)
                .member("version", version)
                .endObject();
    }
}
