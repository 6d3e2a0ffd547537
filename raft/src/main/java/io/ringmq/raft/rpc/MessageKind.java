package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.google.protobuf.BytesValue;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.StringValue;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages peers exchange: what replication needs and nothing else. JRaft's administrative requests are not among
 * them, and of its file service only the form of the messages.
 */
enum MessageKind {
    ERROR(1, ErrorResponse.class, ErrorResponse.parser()),
    APPEND_ENTRIES(2, AppendEntriesRequest.class, AppendEntriesRequest.parser()),
    APPEND_ENTRIES_RESPONSE(3, AppendEntriesResponse.class, AppendEntriesResponse.parser()),
    REQUEST_VOTE(4, RequestVoteRequest.class, RequestVoteRequest.parser()),
    REQUEST_VOTE_RESPONSE(5, RequestVoteResponse.class, RequestVoteResponse.parser()),
    TIMEOUT_NOW(6, TimeoutNowRequest.class, TimeoutNowRequest.parser()),
    TIMEOUT_NOW_RESPONSE(7, TimeoutNowResponse.class, TimeoutNowResponse.parser()),
    READ_INDEX(8, ReadIndexRequest.class, ReadIndexRequest.parser()),
    READ_INDEX_RESPONSE(9, ReadIndexResponse.class, ReadIndexResponse.parser()),
    INSTALL_SNAPSHOT(10, InstallSnapshotRequest.class, InstallSnapshotRequest.parser()),
    INSTALL_SNAPSHOT_RESPONSE(11, InstallSnapshotResponse.class, InstallSnapshotResponse.parser()),
    GET_FILE(12, GetFileRequest.class, GetFileRequest.parser()),
    GET_FILE_RESPONSE(13, GetFileResponse.class, GetFileResponse.parser()),
    /** The name of a group. */
    ORIGIN(14, StringValue.class, StringValue.parser()),
    /** An {@link io.ringmq.raft.rpc.Origin}. */
    ORIGIN_RESPONSE(15, BytesValue.class, BytesValue.parser());

    private static final Map<Class<?>, MessageKind> BY_CLASS =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.type, Function.identity()));
    private static final Map<Byte, MessageKind> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.code, Function.identity()));

    private final byte code;
    private final Class<? extends Message> type;
    private final Parser<? extends Message> parser;

    MessageKind(int code, Class<? extends Message> type, Parser<? extends Message> parser) {
        this.code = (byte) code;
        this.type = type;
        this.parser = parser;
    }

    /** The number on the wire. */
    byte code() {
        return code;
    }

    static @Nullable MessageKind of(Object message) {
        return BY_CLASS.get(message.getClass());
    }

    /** @throws MalformedFrameException if no message has this number */
    static MessageKind of(byte code) {
        MessageKind kind = BY_CODE.get(code);
        if (kind == null) {
            throw new MalformedFrameException("message code " + code + " is unknown");
        }
        return kind;
    }

    /** Parses a message; its byte fields share the array. */
    Message parse(byte[] bytes) {
        CodedInputStream input = CodedInputStream.newInstance(bytes);
        input.enableAliasing(true);
        try {
            return parser.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFrameException("not a " + type.getSimpleName() + ": " + e.getMessage());
        }
    }
}
