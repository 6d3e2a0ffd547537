package io.ringmq.namesrv.route;

import java.util.SortedMap;

/**
 * Where the replicas of a broker group are.
 *
 * @param byId address by broker id; 0 is the leader, or the last leader while its successor is awaited
 */
public record BrokerAddresses(String cluster, String brokerName, SortedMap<Long, String> byId) {}
