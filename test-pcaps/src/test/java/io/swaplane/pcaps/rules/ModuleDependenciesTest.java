package io.swaplane.pcaps.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.foreign.Linker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules depend on each other in one direction only, whatever their poms would let them do. */
class ModuleDependenciesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("-tests.jar")).importPackages("io.swaplane");

    private static final String[] LABEL_TABLE = {"io.swaplane.table..", "io.swaplane.memory.."};
    private static final String[] FASTPATH = {"io.swaplane.fastpath.."};
    private static final String[] CONTROL_API = {"io.swaplane.control.."};
    private static final String[] IO_AFXDP = {"io.swaplane.io.."};
    private static final String[] SIGNALING = {"io.swaplane.bgp.."};
    private static final String[] ROUTER = {"io.swaplane.router.."};

    static Stream<Arguments> modules() {
        return Stream.of(
            Arguments.of("label-table", LABEL_TABLE, new String[0]),
            Arguments.of("fastpath", FASTPATH, LABEL_TABLE),
            Arguments.of("control-api", CONTROL_API, LABEL_TABLE),
            Arguments.of("io-afxdp", IO_AFXDP, all(LABEL_TABLE, FASTPATH)),
            Arguments.of("signaling", SIGNALING, all(LABEL_TABLE, CONTROL_API)),
            Arguments.of("router", ROUTER, all(LABEL_TABLE, FASTPATH, CONTROL_API, IO_AFXDP, SIGNALING)));
    }

    private static String[] all(final String[]... modules) {
        return Arrays.stream(modules).flatMap(Arrays::stream).toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void shouldDependOnModulesBelowOnly(final String name, final String[] own, final String[] below) {
        final List<String> allowed = new ArrayList<>(List.of(own));
        allowed.addAll(List.of(below));
        assertThat(CLASSES.stream().filter(resideInAnyPackage(own))).as("classes of %s", name).isNotEmpty();
        noClasses().that().resideInAnyPackage(own).should().dependOnClassesThat(
            resideInAPackage("io.swaplane..").and(not(resideInAnyPackage(allowed.toArray(String[]::new))))).check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.swaplane.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldReachRawMemoryThroughTwoPlaces() {
        noClasses().should().dependOnClassesThat(resideInAnyPackage("sun.misc..", "jdk.internal.misc..")).check(CLASSES);
        noClasses().that().resideOutsideOfPackages("io.swaplane.memory..", "io.swaplane.io..").should()
            .dependOnClassesThat(resideInAPackage("java.lang.foreign..")).check(CLASSES);
    }

    @Test
    void shouldCallTheKernelThroughOneClass() {
        noClasses().that().resideOutsideOfPackage("io.swaplane.memory..").and().doNotHaveSimpleName("LibC").should()
            .dependOnClassesThat(type(Linker.class)).check(CLASSES);
    }
}
