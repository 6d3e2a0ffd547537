package io.ringmq.broker.admin;

import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.util.Map;

/**
 * Requests of tools about what there is not here by design. They are answered REQUEST_CODE_NOT_SUPPORTED as any unknown
 * one, with what to do instead; those about files there are none of succeed without doing anything.
 */
public final class NotHere {
    private static final Map<Integer, String> INSTEAD = Map.ofEntries(
            Map.entry(
                    RequestCode.DELETE_EXPIRED_COMMITLOG,
                    "each node deletes by its own settings fileReservedTime, maxLogBytes and diskMaxUsedSpaceRatio"),
            Map.entry(
                    RequestCode.GET_BROKER_HA_STATUS,
                    "replicas follow by Raft: raft-admin status shows how far each of them is"),
            Map.entry(
                    RequestCode.GET_BROKER_EPOCH_CACHE,
                    "the terms of a ring are in its log: raft-admin status shows the present one"),
            Map.entry(
                    RequestCode.RESET_MASTER_FLUSH_OFFSET,
                    "replicas follow by Raft and have no such offset: raft-admin status shows how far each of them is"),
            Map.entry(
                    RequestCode.UPDATE_AND_CREATE_STATIC_TOPIC,
                    "queues stay with their ring: create the topic in each ring, with updateTopic -b"),
            Map.entry(
                    RequestCode.CHECK_ROCKSDB_CQ_WRITE_PROGRESS,
                    "there is one queue index only, which is part of the replicated state: raft-admin verify compares it"),
            Map.entry(
                    RequestCode.EXPORT_ROCKSDB_CONFIG_TO_JSON,
                    "topics and groups are part of the replicated state: exportMetadata writes them"),
            Map.entry(
                    RequestCode.SWITCH_TIMER_ENGINE,
                    "there is one timer only, which is part of the replicated state: nothing has to be switched"));

    private NotHere() {}

    /** Adds the requests that are refused, and those that succeed because there is nothing to do. */
    public static void addTo(HandlerTable.Builder table) {
        INSTEAD.forEach((code, instead) -> table.on(code, (request, responder) -> {
            throw new CommandException(
                    ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    "request code " + code + " is not supported, on purpose: " + instead);
        }));
        nothingToDo(table, RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE, "the queue index is trimmed together with the log");
        nothingToDo(table, RequestCode.CLEAN_UNUSED_TOPIC, "a topic's queues are removed together with the topic");
    }

    private static void nothingToDo(HandlerTable.Builder table, int code, String why) {
        table.on(
                code,
                (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, "nothing to do: " + why)));
    }
}
