package io.ringmq.broker.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A node of the cluster and the endpoint where its peers reach its Raft server; all rings of the node share it.
 *
 * @param nodeId the node's name, unique in the cluster
 * @param host host name or address, written the same way in every node's file
 * @param port TCP port
 */
public record Member(String nodeId, String host, int port) {

    static List<Member> parseList(String text) {
        List<Member> members = new ArrayList<>();
        HashSet<String> seen = new HashSet<>();
        for (String part : text.split(",")) {
            Member member = parse(part.strip());
            if (!seen.add(member.nodeId)) {
                throw new IllegalArgumentException("names the node " + member.nodeId + " twice");
            }
            members.add(member);
        }
        return List.copyOf(members);
    }

    private static Member parse(String text) {
        int equals = text.indexOf('=');
        int colon = text.lastIndexOf(':');
        if (equals <= 0 || colon <= equals + 1) {
            throw new IllegalArgumentException("'" + text + "' is not of the form nodeId=host:port");
        }
        return new Member(
                text.substring(0, equals), text.substring(equals + 1, colon), Ports.parse(text.substring(colon + 1)));
    }
}
