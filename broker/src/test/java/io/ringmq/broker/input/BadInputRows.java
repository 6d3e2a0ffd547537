package io.ringmq.broker.input;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.remoting.header.BoundaryType;
import io.ringmq.remoting.header.CloneGroupOffsetHeader;
import io.ringmq.remoting.header.ConsumeMessageDirectlyHeader;
import io.ringmq.remoting.header.ConsumerSendMessageBackHeader;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.DeleteSubscriptionGroupHeader;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.header.GetBrokerConsumeStatsHeader;
import io.ringmq.remoting.header.GetConsumeStatsHeader;
import io.ringmq.remoting.header.GetConsumerConnectionListHeader;
import io.ringmq.remoting.header.GetConsumerListHeader;
import io.ringmq.remoting.header.GetConsumerRunningInfoHeader;
import io.ringmq.remoting.header.GetConsumerStatusHeader;
import io.ringmq.remoting.header.GetProducerConnectionListHeader;
import io.ringmq.remoting.header.GetSubscriptionGroupConfigHeader;
import io.ringmq.remoting.header.GetTopicConfigHeader;
import io.ringmq.remoting.header.GetTopicStatsHeader;
import io.ringmq.remoting.header.QueryConsumeQueueHeader;
import io.ringmq.remoting.header.QueryConsumeTimeSpanHeader;
import io.ringmq.remoting.header.QueryConsumerOffsetHeader;
import io.ringmq.remoting.header.QueryCorrectionOffsetHeader;
import io.ringmq.remoting.header.QueryMessageHeader;
import io.ringmq.remoting.header.QuerySubscriptionHeader;
import io.ringmq.remoting.header.QueryTopicConsumeByWhoHeader;
import io.ringmq.remoting.header.QueryTopicsByConsumerHeader;
import io.ringmq.remoting.header.QueueOffsetHeader;
import io.ringmq.remoting.header.RecallMessageHeader;
import io.ringmq.remoting.header.ResetOffsetHeader;
import io.ringmq.remoting.header.ResumeCheckHalfMessageHeader;
import io.ringmq.remoting.header.SearchOffsetHeader;
import io.ringmq.remoting.header.UnregisterClientHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.header.ViewBrokerStatsHeader;
import io.ringmq.remoting.header.ViewMessageHeader;
import io.ringmq.remoting.message.RecallHandle;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row for every request code that a ring serves, in the order of the codes. */
final class BadInputRows {
    static final String TOPIC = "good";
    static final int QUEUES = 4;

    private static final String UNKNOWN_TOPIC = "nobody-made-it";
    private static final String GROUP = "g";
    private static final String LOCK = "{\"consumerGroup\":\"g\",\"clientId\":\"c\",\"mqSet\":"
            + "[{\"topic\":\"good\",\"brokerName\":\"ring-0\",\"queueId\":0}]}";
    private static final int INVALID = ResponseCode.INVALID_PARAMETER;
    private static final int NO_TOPIC = ResponseCode.TOPIC_NOT_EXIST;

    private BadInputRows() {}

    static List<BadInputRow> all() {
        List<BadInputRow> rows = new ArrayList<>();
        rows.addAll(messages());
        rows.addAll(offsets());
        rows.addAll(clients());
        rows.addAll(topicsAndGroups());
        rows.addAll(lists());
        rows.addAll(statistics());
        rows.addAll(withoutInput());
        rows.addAll(operators());
        rows.addAll(pops());
        rows.add(recall());
        rows.addAll(progress());
        rows.addAll(transactions());
        rows.addAll(replies());
        return rows;
    }

    private static List<BadInputRow> messages() {
        Map<String, String> send = new HashMap<>(TestRing.sendHeader(TOPIC, "").toFields());
        Map<String, String> batch = new HashMap<>(send);
        batch.put("m", "true");
        return List.of(
                send(RequestCode.SEND_MESSAGE, send),
                send(RequestCode.SEND_MESSAGE_V2, send),
                new BadInputRow(RequestCode.SEND_BATCH_MESSAGE, batch)
                        .required("a", "c", "d", "e")
                        .numbers("e", "f")
                        .wrongBody("no batch", ResponseCode.MESSAGE_ILLEGAL, ""),
                pull(RequestCode.PULL_MESSAGE),
                pull(RequestCode.LITE_PULL_MESSAGE),
                new BadInputRow(
                                RequestCode.QUERY_MESSAGE,
                                new QueryMessageHeader(TOPIC, "k", 8, 0, 9, false, null, null))
                        .required("topic", "key", "maxNum", "beginTimestamp", "endTimestamp")
                        .numbers("maxNum", "beginTimestamp", "endTimestamp")
                        .wrong("topic", UNKNOWN_TOPIC, ResponseCode.QUERY_NOT_FOUND, UNKNOWN_TOPIC)
                        .wrong("maxNum", "-1", INVALID, "maxNum"),
                new BadInputRow(RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageHeader(TOPIC, 0))
                        .required("offset")
                        .numbers("offset")
                        .wrong("offset", "-1", ResponseCode.SYSTEM_ERROR, "-1"),
                new BadInputRow(
                                RequestCode.CONSUMER_SEND_MSG_BACK,
                                new ConsumerSendMessageBackHeader(0, GROUP, 0, "id", TOPIC, false, 16))
                        .required("offset", "group", "delayLevel")
                        .numbers("offset", "delayLevel", "maxReconsumeTimes")
                        .wrong("offset", "-1", ResponseCode.SYSTEM_ERROR, "-1"));
    }

    private static BadInputRow send(int code, Map<String, String> fields) {
        return new BadInputRow(code, fields)
                .required("a", "c", "d", "e")
                .numbers("d", "e", "f", "g", "h", "j")
                .wrong("b", "no such model", INVALID, "no such model")
                .wrong("e", "4711", INVALID, "4711");
    }

    private static List<BadInputRow> replies() {
        Map<String, String> reply =
                TestRing.sendHeader("DefaultCluster_REPLY_TOPIC", "").toFields();
        return List.of(reply(RequestCode.SEND_REPLY_MESSAGE, reply), reply(RequestCode.SEND_REPLY_MESSAGE_V2, reply));
    }

    private static BadInputRow reply(int code, Map<String, String> fields) {
        return new BadInputRow(code, fields)
                .required("a", "c", "d", "e")
                .numbers("d", "e", "f", "g", "h", "j")
                .wrong("b", "no such model", INVALID, "no such model")
                .wrong("b", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC)
                .refused(ResponseCode.SYSTEM_ERROR, "REPLY_TO_CLIENT");
    }

    private static BadInputRow pull(int code) {
        return new BadInputRow(code, TestRing.pullHeader(TOPIC, 0, "*"))
                .required("consumerGroup", "topic", "queueId", "queueOffset", "maxMsgNums")
                .numbers("queueId", "queueOffset", "maxMsgNums", "sysFlag", "commitOffset", "suspendTimeoutMillis")
                .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC)
                .wrong("queueId", "4711", INVALID, "4711")
                .wrong("queueId", "-1", INVALID, "-1")
                .wrong("subscription", "||", ResponseCode.SUBSCRIPTION_PARSE_FAILED, "||");
    }

    private static List<BadInputRow> offsets() {
        return List.of(
                new BadInputRow(
                                RequestCode.QUERY_CONSUMER_OFFSET,
                                new QueryConsumerOffsetHeader(GROUP, TOPIC, 0, false))
                        .required("consumerGroup", "topic", "queueId")
                        .numbers("queueId")
                        .wrong("queueId", "-1", ResponseCode.QUERY_NOT_FOUND, ""),
                new BadInputRow(RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader(GROUP, TOPIC, 0, 1))
                        .required("consumerGroup", "topic", "queueId", "commitOffset")
                        .numbers("queueId", "commitOffset")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC)
                        .wrong("commitOffset", "-5", INVALID, "-5"),
                queue(RequestCode.GET_MAX_OFFSET),
                queue(RequestCode.GET_MIN_OFFSET),
                queue(RequestCode.GET_EARLIEST_MSG_STORETIME),
                new BadInputRow(
                                RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
                                new SearchOffsetHeader(TOPIC, 0, 1, BoundaryType.LOWER))
                        .required("topic", "queueId", "timestamp")
                        .numbers("queueId", "timestamp")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC),
                new BadInputRow(RequestCode.GET_ALL_CONSUMER_OFFSET),
                new BadInputRow(RequestCode.GET_ALL_DELAY_OFFSET));
    }

    private static BadInputRow queue(int code) {
        return new BadInputRow(code, new QueueOffsetHeader(TOPIC, 0, true))
                .required("topic", "queueId")
                .numbers("queueId")
                .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC);
    }

    private static List<BadInputRow> clients() {
        return List.of(
                new BadInputRow(RequestCode.HEART_BEAT)
                        .body("{\"clientID\":\"c\",\"producerDataSet\":[],\"consumerDataSet\":[]}")
                        .wrongBody("{}", INVALID, "clientID")
                        .wrongBody("{\"clientID\":[]}", INVALID, "string"),
                new BadInputRow(RequestCode.UNREGISTER_CLIENT, new UnregisterClientHeader("c", "pg", GROUP))
                        .required("clientID"),
                new BadInputRow(RequestCode.GET_CONSUMER_LIST_BY_GROUP, new GetConsumerListHeader(GROUP))
                        .required("consumerGroup")
                        .refused(ResponseCode.SYSTEM_ERROR, "no consumer for this group"),
                new BadInputRow(RequestCode.LOCK_BATCH_MQ).body(LOCK).wrongBody("{\"mqSet\":[{}]}", INVALID, "topic"),
                new BadInputRow(RequestCode.UNLOCK_BATCH_MQ).body(LOCK).wrongBody("{\"mqSet\":7}", INVALID, "array"),
                new BadInputRow(RequestCode.CHECK_CLIENT_CONFIG)
                        .body("{\"clientId\":\"c\",\"group\":\"g\",\"subscriptionData\":{\"topic\":\"good\"}}")
                        .wrongBody("{\"clientId\":\"c\",\"group\":\"g\",\"subscriptionData\":{}}", INVALID, "topic"),
                new BadInputRow(RequestCode.GET_CONSUMER_CONNECTION_LIST, new GetConsumerConnectionListHeader(GROUP))
                        .required("consumerGroup")
                        .refused(ResponseCode.CONSUMER_NOT_ONLINE, "not online"),
                new BadInputRow(RequestCode.GET_PRODUCER_CONNECTION_LIST, new GetProducerConnectionListHeader(GROUP))
                        .required("producerGroup")
                        .refused(ResponseCode.SYSTEM_ERROR, "not exist"),
                new BadInputRow(RequestCode.GET_ALL_PRODUCER_INFO),
                new BadInputRow(RequestCode.QUERY_TOPIC_CONSUME_BY_WHO, new QueryTopicConsumeByWhoHeader(TOPIC))
                        .required("topic"),
                new BadInputRow(RequestCode.QUERY_TOPICS_BY_CONSUMER, new QueryTopicsByConsumerHeader(GROUP))
                        .required("group"),
                new BadInputRow(RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER, new QuerySubscriptionHeader(GROUP, TOPIC))
                        .required("group", "topic"));
    }

    private static List<BadInputRow> topicsAndGroups() {
        return List.of(
                new BadInputRow(
                                RequestCode.UPDATE_AND_CREATE_TOPIC,
                                new CreateTopicHeader("new", "TBW102", 4, 4, 6, "SINGLE_TAG", 0, false, null))
                        .required("topic", "readQueueNums", "writeQueueNums", "perm")
                        .numbers("readQueueNums", "writeQueueNums", "perm")
                        .wrong("topic", "bad topic", INVALID, "bad topic")
                        .wrong("topic", "SCHEDULE_TOPIC_XXXX", INVALID, "system topic")
                        .wrong("readQueueNums", "-1", INVALID, "-1")
                        .wrong("writeQueueNums", "999999999", INVALID, "999999999")
                        .wrong("topicFilterType", "NO_TAG", INVALID, "SINGLE_TAG")
                        .wrong("attributes", "+a=" + "b".repeat(2_000), INVALID, "1024")
                        .wrong("perm", "64", INVALID, "64"),
                new BadInputRow(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("gone"))
                        .required("topic")
                        .wrong("topic", "bad topic", INVALID, "bad topic")
                        .wrong("topic", "TBW102", INVALID, "system topic"),
                new BadInputRow(RequestCode.GET_TOPIC_CONFIG, new GetTopicConfigHeader(TOPIC))
                        .required("topic")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC),
                new BadInputRow(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP)
                        .body("{\"groupName\":\"g\"}")
                        .wrongBody("{\"groupName\":\"bad group\"}", INVALID, "bad group")
                        .wrongBody("{\"groupName\":\"g\",\"retryQueueNums\":\"x\"}", INVALID, "number"),
                new BadInputRow(RequestCode.DELETE_SUBSCRIPTIONGROUP, new DeleteSubscriptionGroupHeader("gone", true))
                        .required("groupName"),
                new BadInputRow(RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG, new GetSubscriptionGroupConfigHeader("none"))
                        .required("group")
                        .refused(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "none"));
    }

    private static List<BadInputRow> lists() {
        return List.of(
                new BadInputRow(RequestCode.UPDATE_AND_CREATE_TOPIC_LIST)
                        .body("{\"topicConfigList\":[{\"topicName\":\"new\"}]}")
                        .wrongBody("{\"topicConfigList\":[]}", INVALID, "1 to 1000")
                        .wrongBody("{\"topicConfigList\":[{\"topicName\":\"bad topic\"}]}", INVALID, "bad topic")
                        .wrongBody("{\"topicConfigList\":[{\"topicName\":\"n\",\"perm\":64}]}", INVALID, "64"),
                new BadInputRow(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST)
                        .body("{\"groupConfigList\":[{\"groupName\":\"g\"}]}")
                        .wrongBody("{}", INVALID, "1 to 1000")
                        .wrongBody("{\"groupConfigList\":[{\"groupName\":\"bad group\"}]}", INVALID, "bad group"),
                new BadInputRow(RequestCode.DELETE_TOPIC_IN_BROKER_LIST)
                        .body("{\"topicList\":[\"gone\"]}")
                        .wrongBody("{}", INVALID, "1 to 1000")
                        .wrongBody("{\"topicList\":[\"TBW102\"]}", INVALID, "system topic"),
                new BadInputRow(RequestCode.DELETE_SUBSCRIPTION_GROUP_LIST)
                        .body("{\"groupNameList\":[\"gone\"],\"cleanOffset\":true}")
                        .wrongBody("{}", INVALID, "1 to 1000"));
    }

    private static List<BadInputRow> statistics() {
        return List.of(
                new BadInputRow(RequestCode.GET_TOPIC_STATS_INFO, new GetTopicStatsHeader(TOPIC))
                        .required("topic")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC),
                new BadInputRow(RequestCode.GET_CONSUME_STATS, new GetConsumeStatsHeader(GROUP, TOPIC, null))
                        .required("consumerGroup"),
                new BadInputRow(RequestCode.QUERY_CONSUME_TIME_SPAN, new QueryConsumeTimeSpanHeader(TOPIC, GROUP))
                        .required("topic", "group")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC),
                new BadInputRow(RequestCode.VIEW_BROKER_STATS_DATA, new ViewBrokerStatsHeader("TOPIC_PUT_NUMS", TOPIC))
                        .required("statsName", "statsKey")
                        .wrong("statsName", "NO_SUCH", ResponseCode.SYSTEM_ERROR, "NO_SUCH")
                        .wrong("statsKey", UNKNOWN_TOPIC, ResponseCode.SYSTEM_ERROR, UNKNOWN_TOPIC),
                new BadInputRow(RequestCode.GET_BROKER_CONSUME_STATS, new GetBrokerConsumeStatsHeader(false))
                        .required("isOrder")
                        .wrong("isOrder", "perhaps", INVALID, "'isOrder'"),
                new BadInputRow(RequestCode.QUERY_CONSUME_QUEUE, new QueryConsumeQueueHeader(TOPIC, 0, 0, 10, GROUP))
                        .required("topic", "queueId", "index", "count")
                        .numbers("queueId", "index", "count")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC)
                        .wrong("queueId", "4711", INVALID, "4711")
                        .wrong("queueId", "-1", INVALID, "-1")
                        .wrong("index", "-1", INVALID, "-1")
                        .wrong("count", "0", INVALID, "count"));
    }

    private static List<BadInputRow> withoutInput() {
        int notSupported = ResponseCode.REQUEST_CODE_NOT_SUPPORTED;
        return List.of(
                new BadInputRow(RequestCode.GET_ALL_TOPIC_CONFIG),
                new BadInputRow(RequestCode.UPDATE_BROKER_CONFIG)
                        .refused(ResponseCode.NO_PERMISSION, "rolling-restart"),
                new BadInputRow(RequestCode.GET_BROKER_CONFIG),
                new BadInputRow(RequestCode.GET_BROKER_RUNTIME_INFO),
                new BadInputRow(RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG),
                new BadInputRow(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER),
                new BadInputRow(RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE).refused(ResponseCode.SUCCESS, "nothing to do"),
                new BadInputRow(RequestCode.CLEAN_UNUSED_TOPIC).refused(ResponseCode.SUCCESS, "nothing to do"),
                new BadInputRow(RequestCode.DELETE_EXPIRED_COMMITLOG).refused(notSupported, "fileReservedTime"),
                new BadInputRow(RequestCode.CHECK_ROCKSDB_CQ_WRITE_PROGRESS).refused(notSupported, "verify"),
                new BadInputRow(RequestCode.EXPORT_ROCKSDB_CONFIG_TO_JSON).refused(notSupported, "exportMetadata"),
                new BadInputRow(RequestCode.UPDATE_AND_CREATE_STATIC_TOPIC).refused(notSupported, "updateTopic"),
                new BadInputRow(RequestCode.GET_BROKER_HA_STATUS).refused(notSupported, "raft-admin status"),
                new BadInputRow(RequestCode.RESET_MASTER_FLUSH_OFFSET).refused(notSupported, "raft-admin status"),
                new BadInputRow(RequestCode.GET_BROKER_EPOCH_CACHE).refused(notSupported, "raft-admin status"),
                new BadInputRow(RequestCode.OPEN_PRODUCER),
                new BadInputRow(RequestCode.SWITCH_TIMER_ENGINE).refused(notSupported, "one timer"));
    }

    /** Without a signature nothing of what else is wrong matters. */
    private static List<BadInputRow> operators() {
        return List.of(
                        RequestCode.GET_REPLICA_STATUS,
                        RequestCode.TRANSFER_LEADER,
                        RequestCode.CHANGE_MEMBERS,
                        RequestCode.TAKE_SNAPSHOT,
                        RequestCode.SET_MAINTENANCE,
                        RequestCode.START_VERIFY,
                        RequestCode.GET_DIGEST)
                .stream()
                .map(code -> new BadInputRow(code).refused(ResponseCode.NO_PERMISSION, ""))
                .toList();
    }

    private static List<BadInputRow> transactions() {
        BadInputRow resume = new BadInputRow(
                        RequestCode.RESUME_CHECK_HALF_MESSAGE, new ResumeCheckHalfMessageHeader(TOPIC, null))
                .refused(ResponseCode.SYSTEM_ERROR, "no message has the id")
                .wrong("msgId", "zz", INVALID, "'msgId'");
        return List.of(
                resume,
                new BadInputRow(
                                RequestCode.END_TRANSACTION,
                                new EndTransactionHeader(TOPIC, "pg", 4711, 0, 8, false, "id", "id"))
                        .required(
                                "producerGroup", "tranStateTableOffset", "commitLogOffset", "commitOrRollback", "msgId")
                        .numbers("tranStateTableOffset", "commitLogOffset", "commitOrRollback")
                        .refused(ResponseCode.SYSTEM_ERROR, "4711")
                        .wrong("commitOrRollback", "5", INVALID, "'commitOrRollback'")
                        .wrong("tranStateTableOffset", "-1", ResponseCode.SYSTEM_ERROR, "-1"));
    }

    private static List<BadInputRow> progress() {
        return List.of(
                new BadInputRow(
                                RequestCode.INVOKE_BROKER_TO_RESET_OFFSET,
                                new ResetOffsetHeader(GROUP, TOPIC, 0, null, 0, true))
                        .required("group", "topic", "timestamp", "isForce")
                        .numbers("queueId", "timestamp")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC)
                        .wrong("queueId", "4711", INVALID, "4711"),
                new BadInputRow(
                                RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS,
                                new GetConsumerStatusHeader(GROUP, TOPIC, null))
                        .required("group", "topic")
                        .refused(ResponseCode.SYSTEM_ERROR, "online"),
                new BadInputRow(
                                RequestCode.GET_CONSUMER_RUNNING_INFO,
                                new GetConsumerRunningInfoHeader(GROUP, "c", false))
                        .required("consumerGroup", "clientId")
                        .refused(ResponseCode.SYSTEM_ERROR, "not online"),
                new BadInputRow(
                                RequestCode.QUERY_CORRECTION_OFFSET,
                                new QueryCorrectionOffsetHeader(null, GROUP, TOPIC))
                        .required("compareGroup", "topic"),
                new BadInputRow(
                                RequestCode.CONSUME_MESSAGE_DIRECTLY,
                                new ConsumeMessageDirectlyHeader(GROUP, "c", null, null))
                        .required("consumerGroup")
                        .refused(ResponseCode.SYSTEM_ERROR, "no message has the id")
                        .wrong("msgId", "zz", INVALID, "zz"),
                new BadInputRow(RequestCode.CLONE_GROUP_OFFSET, new CloneGroupOffsetHeader(GROUP, "copy", TOPIC, true))
                        .required("srcGroup", "destGroup")
                        .wrong("destGroup", "bad group", INVALID, "bad group"));
    }

    private static BadInputRow recall() {
        int illegal = ResponseCode.ILLEGAL_OPERATION;
        long dueMs = 1_700_000_000_000L + TestRing.MAX_DELAY_MS / 2;
        String good = new RecallHandle(TOPIC, "ring-0", dueMs, "U").encode();
        String foreign = new RecallHandle(TOPIC, "ring-1", dueMs, "U").encode();
        String past = new RecallHandle(TOPIC, "ring-0", 1, "U").encode();
        String remote = new RecallHandle(TOPIC, "ring-0", Long.MAX_VALUE, "U").encode();
        String otherTopic = new RecallHandle("other", "ring-0", dueMs, "U").encode();
        return new BadInputRow(RequestCode.RECALL_MESSAGE, new RecallMessageHeader("pg", TOPIC, good))
                .required("topic", "recallHandle")
                .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, "recall failed, the topic[" + UNKNOWN_TOPIC + "] not exist")
                .wrong("recallHandle", "?", illegal, "recall handle is invalid")
                .wrong("recallHandle", "djEgYQ==", illegal, "recall handle is invalid")
                .wrong("recallHandle", otherTopic, illegal, "recall failed, topic not match")
                .wrong("recallHandle", foreign, illegal, "recall failed, broker service not available")
                .wrong("recallHandle", past, illegal, "recall failed, timestamp invalid")
                .wrong("recallHandle", remote, illegal, "recall failed, timestamp invalid");
    }

    private static List<BadInputRow> pops() {
        Map<String, String> ofMessage =
                Map.of("consumerGroup", GROUP, "topic", TOPIC, "queueId", "0", "extraInfo", "0 0", "offset", "0");
        Map<String, String> hiding = new HashMap<>(ofMessage);
        hiding.put("invisibleTime", "60000");
        return List.of(
                new BadInputRow(RequestCode.POP_MESSAGE, waiting("maxMsgNums", "invisibleTime", "initMode"))
                        .required("consumerGroup", "topic", "queueId", "maxMsgNums", "invisibleTime", "pollTime")
                        .numbers("queueId", "maxMsgNums", "invisibleTime", "pollTime", "bornTime", "initMode")
                        .wrong("topic", UNKNOWN_TOPIC, NO_TOPIC, UNKNOWN_TOPIC),
                new BadInputRow(RequestCode.ACK_MESSAGE, ofMessage)
                        .required("consumerGroup", "topic", "queueId", "extraInfo", "offset")
                        .numbers("queueId", "offset"),
                new BadInputRow(RequestCode.BATCH_ACK_MESSAGE).body("{\"brokerName\":\"ring-0\",\"acks\":[]}"),
                new BadInputRow(RequestCode.CHANGE_MESSAGE_INVISIBLETIME, hiding)
                        .required("consumerGroup", "topic", "queueId", "extraInfo", "offset", "invisibleTime")
                        .numbers("queueId", "offset", "invisibleTime"),
                new BadInputRow(RequestCode.NOTIFICATION, waiting())
                        .required("consumerGroup", "topic", "queueId", "pollTime", "bornTime")
                        .numbers("queueId", "pollTime", "bornTime"),
                new BadInputRow(RequestCode.POLLING_INFO, Map.of("consumerGroup", GROUP, "topic", TOPIC))
                        .required("consumerGroup", "topic"),
                new BadInputRow(RequestCode.QUERY_ASSIGNMENT)
                        .body(
                                "{\"topic\":\"good\",\"consumerGroup\":\"g\",\"clientId\":\"c\",\"strategyName\":\"AVG\"}"),
                new BadInputRow(RequestCode.SET_MESSAGE_REQUEST_MODE)
                        .body("{\"topic\":\"good\",\"consumerGroup\":\"g\",\"mode\":\"POP\"}"),
                new BadInputRow(RequestCode.GET_ALL_MESSAGE_REQUEST_MODE));
    }

    /** The fields of a request that may wait, but does not, and more that are numbers. */
    private static Map<String, String> waiting(String... more) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "consumerGroup", GROUP, "topic", TOPIC, "queueId", "0", "pollTime", "0", "bornTime", "1700000000000"));
        for (String name : more) {
            fields.put(name, "1");
        }
        return fields;
    }
}
