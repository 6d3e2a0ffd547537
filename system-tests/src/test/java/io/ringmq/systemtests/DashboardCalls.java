package io.ringmq.systemtests;

import java.util.List;
import java.util.stream.Stream;

/**
 * The calls of the admin client behind each page of rocketmq-dashboard, with what their answers contain. Words in braces
 * stand for what {@link AdminToolsIT} knows.
 */
final class DashboardCalls {
    private static final String UNKNOWN = "CODE: 3 ";

    private DashboardCalls() {}

    /** A call and what its answer has to contain. */
    record Call(String line, boolean served, List<String> parts) {
        @Override
        public String toString() {
            return line;
        }
    }

    private static Call served(String line, String... parts) {
        return new Call(line, true, List.of(parts));
    }

    private static Call refused(String line, String... parts) {
        return new Call(line, false, List.of(parts));
    }

    static Stream<Call> all() {
        return Stream.of(dashboard(), cluster(), topic(), consumer(), message(), access())
                .flatMap(List::stream);
    }

    private static List<Call> dashboard() {
        return List.of(
                served("fetchAllTopicList", "\"tools\"", "RMQ_SYS_TRACE_TOPIC"),
                served("examineTopicRouteInfo tools", "0:\"{leader}\""),
                served("queryTopicConsumeByWho tools", "\"tools-group\""),
                served("viewBrokerStatsData {leader} TOPIC_PUT_NUMS tools", "statsMinute"),
                served("viewBrokerStatsData {leader} GROUP_GET_NUMS tools@tools-group", "statsMinute"),
                served("examineBrokerClusterInfo", "\"clusterAddrTable\":{\"RingMQ\":[\"ring-0\"]}"),
                served("fetchBrokerRuntimeStats {leader}", "\"getTotalTps\"", "\"brokerRole\":\"leader\""));
    }

    private static List<Call> cluster() {
        return List.of(
                served("fetchBrokerRuntimeStats {follower}", "\"brokerRole\":\"follower\""),
                served("getBrokerConfig {leader}", "brokerRole=leader"),
                served("getBrokerConfig {follower}", "brokerRole=follower"));
    }

    private static List<Call> topic() {
        return List.of(
                served("getAllTopicConfig {leader} 10000", "\"tools\":{"),
                served("createAndUpdateTopicConfig {leader} {\"topicName\":\"dash\",\"perm\":6,\"readQueueNums\":2}"),
                served("examineTopicConfig {leader} dash", "readQueueNums=2"),
                served("examineTopicStats tools", "\"maxOffset\":"),
                served("examineConsumeStats tools-group tools", "\"consumerOffset\":"),
                served("deleteTopicInBroker {leader} dash"),
                served("deleteTopicInNameServer {namesrv} dash"),
                served("resetOffsetByTimestamp tools dash-group 0 true", "brokerName=ring-0, queueId=3]=0"),
                served("resetOffsetByTimestampOld dash-group tools 0 true", "RollbackStats"));
    }

    private static List<Call> consumer() {
        return List.of(
                served("getAllSubscriptionGroup {leader} 30000", "\"tools-group\":{"),
                served("createAndUpdateSubscriptionGroupConfig {leader} {\"groupName\":\"dash-made\"}"),
                served("examineSubscriptionGroupConfig {leader} dash-made", "groupName=dash-made"),
                served("deleteSubscriptionGroup {leader} dash-made true"),
                served("examineConsumeStats tools-group", "\"consumerOffset\":"),
                served("examineConsumeStats {leader} tools-group null 3000", "\"consumerOffset\":"),
                served("examineConsumerConnectionInfo tools-group", "{client}"),
                served("examineConsumerConnectionInfo tools-group {leader}", "{client}"),
                served("examineConsumerConnectionInfo tools-group {follower}", "{client}"),
                served("getConsumerRunningInfo tools-group {client} false", "\"mqTable\""),
                served("getConsumerRunningInfo tools-group {client} true", "\"jstack\""),
                served("examineProducerConnectionInfo tools-producer stream", "\"language\":\"JAVA\""));
    }

    private static List<Call> message() {
        return List.of(
                served("getTopicClusterList tools", "RingMQ"),
                served("queryMessageByUniqKey RingMQ tools {unique} 32 0 9223372036854775807", "{unique}"),
                served("viewMessage tools {unique}", "{unique}"),
                served("queryMessage tools m-0 64 0 9223372036854775807", "{unique}"),
                served("messageTrackDetail tools,{unique}", "consumerGroup=tools-group, trackType=CONSUMED"),
                served("consumeMessageDirectly tools-group {client} tools {unique}", "CR_SUCCESS"),
                refused("examineTopicRouteInfo %DLQ%tools-group", "CODE: 17 "));
    }

    private static List<Call> access() {
        return List.of(
                refused("getUser {leader} user", UNKNOWN),
                refused("listUser {leader} user", UNKNOWN),
                refused("createUser {leader} {\"username\":\"user\",\"password\":\"password\"}", UNKNOWN),
                refused("updateUser {leader} {\"username\":\"user\",\"password\":\"password\"}", UNKNOWN),
                refused("deleteUser {leader} user", UNKNOWN),
                refused("listAcl {leader} user topic", UNKNOWN),
                refused("createAcl {leader} {\"subject\":\"User:user\"}", UNKNOWN),
                refused("updateAcl {leader} {\"subject\":\"User:user\"}", UNKNOWN),
                refused("deleteAcl {leader} User:user topic", UNKNOWN));
    }
}
