package io.ringmq.bench.load.client;

/**
 * What a client connects to.
 *
 * @param address nameservers or bootstrap servers, as the client takes them
 * @param queues queues, partitions or streams of the topic
 */
public record Endpoint(String address, String topic, int queues) {}
