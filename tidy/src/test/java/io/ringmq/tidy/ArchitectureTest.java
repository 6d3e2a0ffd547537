package io.ringmq.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The arrows of ARCHITECTURE.md and the house rules that byte code shows. Each rule says what to do instead. */
class ArchitectureTest {
    private static final int MAX_CONSTRUCTOR_PARAMETERS = 6;
    private static final int MAX_INTERFACE_METHODS = 10;

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ringmq");

    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(
                        arrows(),
                        noPackageCycles(),
                        checkerKnowsHistoriesOnly(),
                        jraftStaysInRaft(),
                        nettyStaysInTransports(),
                        noGrabBagNames(),
                        noSleeping(),
                        clocksAreParameters(),
                        noMutableStatics(),
                        fewConstructorParameters(),
                        smallInterfaces())
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }

    private static ArchRule arrows() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("remoting")
                .definedBy("io.ringmq.remoting..")
                .layer("store")
                .definedBy("io.ringmq.store..")
                .layer("raft")
                .definedBy("io.ringmq.raft..")
                .layer("broker")
                .definedBy("io.ringmq.broker..")
                .layer("namesrv")
                .definedBy("io.ringmq.namesrv..")
                .layer("client")
                .definedBy("io.ringmq.client..")
                .layer("examples")
                .definedBy("io.ringmq.examples..")
                .layer("raft-admin")
                .definedBy("io.ringmq.admin..")
                .whereLayer("remoting")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayNotAccessAnyLayer()
                .whereLayer("raft")
                .mayOnlyAccessLayers("store")
                .whereLayer("namesrv")
                .mayOnlyAccessLayers("remoting")
                .whereLayer("client")
                .mayOnlyAccessLayers("remoting")
                .whereLayer("examples")
                .mayOnlyAccessLayers("client", "remoting")
                .whereLayer("raft-admin")
                .mayOnlyAccessLayers("remoting")
                .whereLayer("broker")
                .mayOnlyAccessLayers("raft", "store", "remoting")
                .as("modules depend along the arrows of ARCHITECTURE.md");
    }

    private static ArchRule noPackageCycles() {
        return slices().matching("io.ringmq.(**)").should().beFreeOfCycles().as("packages have no cycles");
    }

    private static ArchRule checkerKnowsHistoriesOnly() {
        return noClasses()
                .that()
                .resideInAnyPackage("io.ringmq.chaos.history..", "io.ringmq.chaos.check..")
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("belong to the rest of RingMQ") {
                    @Override
                    public boolean test(JavaClass type) {
                        String name = type.getPackageName();
                        return name.startsWith("io.ringmq.")
                                && !name.startsWith("io.ringmq.chaos.history")
                                && !name.startsWith("io.ringmq.chaos.check");
                    }
                })
                .as("the checker knows histories only, so that it can not share a mistake with what it checks");
    }

    private static ArchRule jraftStaysInRaft() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.ringmq.raft..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.alipay..")
                .as("only raft knows JRaft; use io.ringmq.raft.RaftGroup");
    }

    private static ArchRule nettyStaysInTransports() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("io.ringmq.remoting..", "io.ringmq.raft..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .as("only the two transports know Netty; use io.ringmq.remoting.transport");
    }

    private static ArchRule noGrabBagNames() {
        return noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .as("a class is named after what it is, not Manager, Util, Helper or Impl");
    }

    private static ArchRule noSleeping() {
        return noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .as("nothing sleeps; schedule, or wait for the condition");
    }

    private static ArchRule clocksAreParameters() {
        return noClasses()
                .that(new DescribedPredicate<>("are not composition roots") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !CompositionRoots.contains(type.getName());
                    }
                })
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .as("time is a parameter: take a Clock or LongSupplier, and let a composition root pass the real one");
    }

    private static ArchRule noMutableStatics() {
        return fields().that()
                .areStatic()
                .should()
                .beFinal()
                .as("no static field can change; make it a field of the object that owns it");
    }

    private static ArchRule fewConstructorParameters() {
        return constructors()
                .that(new DescribedPredicate<>("are written by hand") {
                    @Override
                    public boolean test(JavaConstructor constructor) {
                        JavaClass owner = constructor.getOwner();
                        return !owner.isRecord()
                                && !owner.isEnum()
                                && !owner.isAnonymousClass()
                                && !owner.isLocalClass();
                    }
                })
                .should(new ArchCondition<>("have at most six parameters") {
                    @Override
                    public void check(JavaConstructor constructor, ConditionEvents events) {
                        int count = constructor.getRawParameterTypes().size();
                        if (count > MAX_CONSTRUCTOR_PARAMETERS) {
                            events.add(SimpleConditionEvent.violated(constructor, constructor + " has " + count));
                        }
                    }
                })
                .as("constructors have at most six parameters; group what belongs together in a record");
    }

    private static ArchRule smallInterfaces() {
        return classes()
                .that()
                .areInterfaces()
                .should(new ArchCondition<>("have at most ten methods") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        long count = type.getMethods().stream()
                                .filter(m -> !m.getModifiers().contains(JavaModifier.STATIC))
                                .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC))
                                // Redeclared to narrow what it throws; it is no method of the interface's own.
                                .filter(m -> !m.getName().equals("close"))
                                .count();
                        if (count > MAX_INTERFACE_METHODS) {
                            events.add(SimpleConditionEvent.violated(type, type.getName() + " has " + count));
                        }
                    }
                })
                .as("interfaces have at most ten methods; split them by who uses them");
    }
}
