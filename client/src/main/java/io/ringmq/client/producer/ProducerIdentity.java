package io.ringmq.client.producer;

/**
 * Who a producer is and what it does unless told otherwise.
 *
 * @param clientId name of this instance, unique among the clients of the cluster
 * @param maxMessageBytes largest body, or batch, to send
 */
record ProducerIdentity(String group, String clientId, int maxMessageBytes, SendOptions defaults) {}
