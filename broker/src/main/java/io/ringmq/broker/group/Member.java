package io.ringmq.broker.group;

import io.ringmq.remoting.protocol.Language;
import io.ringmq.remoting.transport.Connection;

/**
 * One client instance in a group.
 *
 * @param clientId the name it gave itself, unique within the group
 * @param connection where it is reached now
 * @param version ordinal of its release
 * @param lastSeenMs time of its last heartbeat, in milliseconds of the clock the caller uses
 */
public record Member(String clientId, Connection connection, Language language, int version, long lastSeenMs) {}
