package io.ringmq.bench.compare;

import io.ringmq.bench.report.Result;
import java.util.List;
import picocli.CommandLine.Option;

/** Load before anything is measured, as an option of the commands that compare. */
final class Priming {
    @Option(
            names = "--prime-seconds",
            defaultValue = "40",
            description = {
                "load on each system before anything is measured (${DEFAULT-VALUE});",
                "two processors take that long to compile the code of four JVMs"
            })
    private int primeSeconds;

    /** Puts load on both systems, in equal parts of these workloads. */
    void prime(Duel duel, Duel.Plans plans, List<Workload> workloads) {
        int eachSeconds = primeSeconds / workloads.size();
        if (eachSeconds > 1) {
            System.out.println("load of " + primeSeconds + " s on each, not measured");
            for (Workload workload : workloads) {
                List<Result> unused =
                        duel.fight(workload, plans.lasting(eachSeconds - 1, 1), new Duel.Rounds(1, 0), "");
            }
        }
    }
}
