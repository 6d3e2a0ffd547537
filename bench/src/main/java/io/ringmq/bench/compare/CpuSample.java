package io.ringmq.bench.compare;

import io.ringmq.bench.process.CpuTime;
import io.ringmq.bench.process.MachineCpu;
import java.util.Collection;

/**
 * CPU time at a moment, since the start of the processes and of the machine.
 *
 * @param brokersUs of the brokers together
 * @param machineUs of everything
 */
record CpuSample(long brokersUs, long machineUs) {
    static CpuSample now(Collection<Long> brokerPids) {
        return new CpuSample(CpuTime.micros(brokerPids), MachineCpu.busyMicros());
    }

    CpuSample since(CpuSample start) {
        return new CpuSample(brokersUs - start.brokersUs, machineUs - start.machineUs);
    }
}
