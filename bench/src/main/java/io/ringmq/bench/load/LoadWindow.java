package io.ringmq.bench.load;

import io.ringmq.bench.stock.Event;

/**
 * One measured window.
 *
 * @param brokerCpuUs CPU time of all brokers within the window
 */
record LoadWindow(
        long messages,
        long errors,
        long elapsedUs,
        long p50Us,
        long p99Us,
        long p999Us,
        long brokerCpuUs,
        long clientCpuUs) {
    static LoadWindow of(Event end, long brokerCpuUs) {
        return new LoadWindow(
                end.number("messages"),
                end.number("errors"),
                end.number("elapsedUs"),
                end.number("p50Us"),
                end.number("p99Us"),
                end.number("p999Us"),
                brokerCpuUs,
                end.number("clientCpuUs"));
    }

    double perSecond() {
        return messages * 1e6 / elapsedUs;
    }

    double brokerCpuUsPerMessage() {
        return messages == 0 ? 0 : (double) brokerCpuUs / messages;
    }

    double clientCpuUsPerMessage() {
        return messages == 0 ? 0 : (double) clientCpuUs / messages;
    }
}
