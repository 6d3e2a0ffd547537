package io.ringmq.systemtests;

import java.util.List;
import java.util.stream.Stream;

/**
 * A line for each subcommand of {@code mqadmin} 5.5.0 and what it prints, in the order in which they are tried. Words in
 * braces stand for what {@link AdminToolsIT} knows: {@code {leader}}, {@code {follower}}, {@code {namesrv}}, {@code {dir}}
 * for files, {@code {client}} of the consumer, and {@code {unique}}, {@code {offset}}, {@code {queue}} and {@code {at}} of
 * a message.
 */
final class AdminCommands {
    private static final String CONSUMED = "MessageTrack [consumerGroup=tools-group, trackType=CONSUMED";

    private AdminCommands() {}

    /**
     * A line and what it has to print.
     *
     * @param clean whether it may not print an exception
     */
    record Use(String line, boolean clean, List<String> printed) {
        @Override
        public String toString() {
            return line;
        }

        String command() {
            return line.split(" ")[0];
        }
    }

    private static Use works(String line, String... printed) {
        return new Use(line, true, List.of(printed));
    }

    private static Use refused(String line, String... printed) {
        return new Use(line, false, List.of(printed));
    }

    /** What it prints may name exceptions: a message is shown with all that mqadmin could not learn of it, too. */
    private static Use prints(String line, String... printed) {
        return new Use(line, false, List.of(printed));
    }

    private static Use unknown(String line, int code) {
        return new Use(line, false, List.of("CODE: 3 ", "request type " + code + " not supported"));
    }

    static Stream<Use> all() {
        return Stream.of(
                        topics(),
                        groups(),
                        clients(),
                        progress(),
                        lookups(),
                        messages(),
                        brokers(),
                        exports(),
                        nameserver(),
                        elsewhere(),
                        controller(),
                        access(),
                        light())
                .flatMap(List::stream);
    }

    /** Those that run until they are killed. */
    static Stream<Use> endless() {
        return Stream.of(works("clusterRT -a 2 -s 16 -i 1", "ring-0"), works("startMonitoring"));
    }

    private static List<Use> topics() {
        return List.of(
                works("updateTopic -c RingMQ -t made -r 4 -w 4", "create topic to {leader} success"),
                works("updateTopic -b {follower} -t fifo -r 1 -w 1 -a +message.type=FIFO", "to {follower} success"),
                works("updateTopicList -b {leader} -f {dir}/topics.json", "to {leader} success"),
                works("updateTopicPerm -c RingMQ -t made -p 4", "from 6 to 4 in {leader} success"),
                works("updateOrderConf -t made -v ring-0:4 -m put", "update orderConf success"),
                works("updateOrderConf -t made -m get", "orderConf=[ring-0:4]"),
                works("updateOrderConf -t made -m delete", "delete orderConf success"),
                works("topicList", "list-1", "list-2", "fifo", "tools", "RMQ_SYS_TRACE_TOPIC"),
                works("topicList -c", "tools-group"),
                works("topicClusterList -t tools", "RingMQ"),
                works("topicRoute -t tools", "0:\"{leader}\"", "\"readQueueNums\":4"),
                works("topicRoute -t tools -l", "0={leader}"),
                works("topicStatus -t tools", "ring-0"),
                works("allocateMQ -t tools -i 10.0.0.1,10.0.0.2", "\"10.0.0.1\":[", "\"queueId\":3"),
                works("statsAll", "NO_CONSUMER", "stream"),
                works("statsAll -a -t tools", "tools-group"),
                works("deleteTopic -c RingMQ -t made", "delete topic [made] from cluster [RingMQ] success"),
                works("cleanUnusedTopic -c RingMQ", "success"));
    }

    private static List<Use> groups() {
        return List.of(
                works("updateSubGroup -c RingMQ -g made-group -q 2 -r 3", "retryMaxTimes=3"),
                works("updateSubGroupList -b {leader} -f {dir}/groups.json", "to {leader} success"),
                works("getConsumerConfig -g made-group", "retryQueueNums                          =  2"),
                works("getConsumerConfig -g list-g2", "RingMQ:ring-0"),
                works(
                        "setConsumeMode -c RingMQ -t tools -g made-group -m POP -q 1",
                        "set consume mode to {leader} success"),
                works(
                        "deleteSubGroup -c RingMQ -g made-group -r true",
                        "delete subscription group [made-group] from broker [{leader}]"));
    }

    private static List<Use> clients() {
        return List.of(
                works("consumerConnection -g tools-group", "{client}", "CONSUME_PASSIVELY", "V5_5_0"),
                works("consumerConnection -g tools-group -b {follower}", "{client}"),
                works("producerConnection -g tools-producer -t stream", "V5_5_0"),
                works("producer -b {leader}", "producer group (tools-producer)"),
                // Without -i it goes to files in the working directory.
                prints("consumerStatus -g tools-group -i {client} -s", "#Consumer MQ Detail#", "#Consumer jstack#"));
    }

    private static List<Use> progress() {
        return List.of(
                works("consumerProgress", "tools-group", "CLUSTERING"),
                works("consumerProgress -g tools-group", "Consume Diff Total: 0"),
                works("consumerProgress -g tools-group -t tools -s true", "#Client IP"),
                works("brokerConsumeStats -b {leader}", "tools-group", "Diff Total: "),
                works("cloneGroupOffset -s tools-group -d tools-clone -t tools", "clone group offset success"),
                works("resetOffsetByTime -g tools-clone -t tools -s 0", "ring-0"),
                works("resetOffsetByTime -g tools-clone -t tools -s -1 -b {leader} -q 0 -o 1", "offset to 1"),
                works("skipAccumulatedMessage -g tools-clone -t tools", "ring-0"));
    }

    private static List<Use> lookups() {
        return List.of(
                works("queryMsgByKey -t tools -k m-0", "{unique}"),
                refused("queryMsgByKey -t tools -k A -p T", "CODE: 208"),
                prints("queryMsgByUniqueKey -t tools -i {unique}", "Keys:                [m-0]", CONSUMED),
                works("queryMsgByUniqueKey -t tools -i {unique} -g tools-group -d {client}", "CR_SUCCESS"),
                prints("queryMsgById -t tools -i {offset}", "Keys:                [m-0]", CONSUMED),
                works("queryMsgById -t tools -i {offset} -g tools-group -d {client}", "CR_SUCCESS"),
                works("queryMsgById -t tools -i {offset} -s true", "SEND_OK"),
                prints("queryMsgByOffset -t tools -b ring-0 -i {queue} -o {at}", "{offset}", CONSUMED),
                works("queryCq -t tools -q {queue} -i 0 -c 5 -b {leader} -g tools-group", "max: ", "eval=true"),
                works("printMsg -t tools -d true", "{unique}", "body of m-7"),
                works("printMsg -t tools -b 1 -e 9000000000000 -d true", "{unique}"),
                works("printMsgByQueue -t tools -a ring-0 -i {queue} -p true -d true -f true", "{unique}", "Tag: A"),
                works("consumeMessage -t tools -c 2", "Consume ok"),
                works("consumeMessage -t tools -b ring-0 -i {queue} -o {at} -c 1", "{unique}"));
    }

    private static List<Use> messages() {
        return List.of(
                works("sendMessage -t tools -p hello -k sent-key -c A -m true", "SEND_OK"),
                works("sendMessage -t tools -p hello -b ring-0 -i 1", "SEND_OK"),
                works("sendMsgStatus -b ring-0 -s 16 -c 2", "SEND_OK"),
                works("checkMsgSendRT -t tools -a 3 -s 16", "true"),
                works("queryMsgTraceById -i sent-key"));
    }

    private static List<Use> brokers() {
        return List.of(
                works("clusterList", "{leader}", "{follower}", "RingMQ (V5_5_1)"),
                works("clusterList -m", "#InTotalToday"),
                works("brokerStatus -b {leader}", "brokerRole                      : leader"),
                works("brokerStatus -c RingMQ", "{leader}", "{follower}", "follower"),
                works("getBrokerConfig -b {follower}", "follower", "maxMessageSize"),
                works("getBrokerConfig -c RingMQ", "Master: {leader}", "Slave: {follower}"),
                refused("updateBrokerConfig -b {leader} -k fileReservedTime -v 1", "CODE: 16", "rolling-restart"),
                works("cleanExpiredCQ -b {leader}", "success"),
                refused("deleteExpiredCommitLog -b {leader}", "CODE: 3", "maxLogBytes"));
    }

    private static List<Use> exports() {
        return List.of(
                works("exportMetadata -c RingMQ -f {dir}", "metadata.json success"),
                works("exportConfigs -c RingMQ -f {dir}", "configs.json success"),
                works("exportMetrics -c RingMQ -f {dir}", "metrics.json success"));
    }

    private static List<Use> nameserver() {
        return List.of(
                works("updateKvConfig -s space -k key -v value", "create or update kv config to namespace success"),
                works("deleteKvConfig -s space -k key", "delete kv config from namespace success"),
                works("getNamesrvConfig", "listenPort"),
                refused("updateNamesrvConfig -k listenPort -v 1", "CODE: 16", "start it again"),
                works("wipeWritePerm -b ring-0", "wipe write perm of broker[ring-0]", "OK"),
                works("addWritePerm -b ring-0", "add write perm of broker[ring-0]", "OK"));
    }

    private static List<Use> elsewhere() {
        return List.of(
                refused("haStatus -b {leader}", "CODE: 3", "raft-admin status"),
                refused("getBrokerEpoch -b ring-0", "CODE: 3", "raft-admin status"),
                refused("resetMasterFlushOffset -b {leader} -o 1", "CODE: 3", "raft-admin status"),
                refused("updateStaticTopic -b ring-0 -t static -qn 4", "CODE: 3", "queues stay with their ring"),
                refused("remappingStaticTopic -b ring-0 -t tools", "Mapping info should not be null"),
                refused("checkRocksdbCqWriteProgress -c RingMQ -t tools", "CODE: 3", "raft-admin verify"),
                refused("rocksDBConfigToJson -c RingMQ -t topics", "CODE: 3", "exportMetadata"),
                refused("exportMetadataInRocksDB -p {dir} -t topics", "RocksDB load error"),
                refused("exportPopRecord -b {leader}", "CODE: 3", "200056"),
                works("dumpCompactionLog -f {dir}/topics.json"),
                refused("switchTimerEngine -b {leader} -e F", "CODE: 3", "one timer"),
                unknown("getColdDataFlowCtrInfo -b {leader}", 2003),
                unknown("updateColdDataFlowCtrGroupConfig -b {leader} -g tools-group -v 1", 2001),
                unknown("removeColdDataFlowCtrGroupConfig -b {leader} -g tools-group", 2002),
                unknown("setCommitLogReadAheadMode -b {leader} -m 0", 2004),
                unknown("addBroker -c {leader} -b {dir}/broker.properties", 902),
                unknown("removeBroker -c {leader} -b RingMQ:ring-0:0", 903));
    }

    private static List<Use> controller() {
        return List.of(
                unknown("getControllerMetaData -a {namesrv}", 1005),
                unknown("getControllerConfig -a {namesrv}", 1010),
                unknown("updateControllerConfig -a {namesrv} -k key -v value", 1009),
                unknown("getSyncStateSet -a {namesrv} -b ring-0", 1005),
                unknown("electMaster -a {namesrv} -b 1 -bn ring-0 -c RingMQ", 1005),
                unknown("cleanBrokerMetadata -a {namesrv} -bn ring-0 -b 1 -c RingMQ", 1005));
    }

    private static List<Use> access() {
        return List.of(
                unknown("createUser -b {leader} -u user -p password", 3001),
                unknown("updateUser -b {leader} -u user -p password", 3002),
                unknown("deleteUser -b {leader} -u user", 3003),
                unknown("getUser -b {leader} -u user", 3004),
                unknown("listUser -b {leader}", 3005),
                unknown("copyUser -f {leader} -t {leader}", 3005),
                unknown("createAcl -b {leader} -s User:user -r Topic:* -a Pub -d Allow", 3006),
                unknown("updateAcl -b {leader} -s User:user -r Topic:* -a Pub -d Allow", 3007),
                unknown("deleteAcl -b {leader} -s User:user", 3008),
                unknown("getAcl -b {leader} -s User:user", 3009),
                unknown("listAcl -b {leader}", 3010),
                unknown("copyAcl -f {leader} -t {leader}", 3010));
    }

    private static List<Use> light() {
        return List.of(
                unknown("getBrokerLiteInfo -b {leader}", 200_074),
                prints("getParentTopicInfo -p tools", "[ring-0] error."),
                prints("getLiteTopicInfo -p tools -l light", "[ring-0] error."),
                prints("getLiteClientInfo -p tools -g tools-group -c {client}", "[ring-0] error."),
                prints("getLiteGroupInfo -p tools -g tools-group", "[ring-0] error."),
                prints("triggerLiteDispatch -p tools -g tools-group", "error"));
    }
}
