package io.swaplane.pcaps.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.swaplane.fastpath.Forwarder;
import io.swaplane.table.fib.FibLookup;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What runs for every packet must stay small enough for the compiler to inline. */
class HotMethodsTest {
    /** HotSpot's FreqInlineSize: a hot method with more bytes of bytecode is never inlined. */
    private static final int MOST_BYTES = 325;
    private static final int LEAST_METHODS = 20;
    /** Classes of which every method may run for a packet. */
    private static final Set<String> PACKET_PATH = Set.of("io/swaplane/fastpath/Forwarder", "io/swaplane/fastpath/StackProcessor",
        "io/swaplane/fastpath/NextHopMembers", "io/swaplane/fastpath/FlowHash", "io/swaplane/fastpath/IpHeader",
        "io/swaplane/fastpath/FrameRef", "io/swaplane/fastpath/GroupLegs", "io/swaplane/fastpath/IpForwarder",
        "io/swaplane/fastpath/IpProcessor", "io/swaplane/fastpath/IpBatch", "io/swaplane/fastpath/IpMeta", "io/swaplane/fastpath/IpCheck",
        "io/swaplane/table/fib/FibLookup", "io/swaplane/table/fib/FibLayout");
    private static final String HOT_PATH = "Lio/swaplane/fastpath/HotPath;";

    @Test
    void shouldKeepHotMethodsSmallEnoughToInline() throws IOException, URISyntaxException {
        final Map<String, Integer> sizes = hotMethods(Forwarder.class);
        sizes.putAll(hotMethods(FibLookup.class));
        assertThat(sizes).allSatisfy((method, bytes) -> assertThat(bytes).as(method).isLessThanOrEqualTo(MOST_BYTES));
        assertThat(sizes).hasSizeGreaterThanOrEqualTo(LEAST_METHODS)
            .containsKeys("Forwarder.forward", "Forwarder.classify", "Forwarder.lookup", "Forwarder.rewriteAll", "Forwarder.rewriteOther",
                "IpForwarder.add4", "IpForwarder.rewritePlain", "IpForwarder.pushed", "IpProcessor.process", "IpCheck.isPlain",
                "GroupLegs.ofGroup", "FibLookup.lookup4", "FibLookup.lookup6");
    }

    /** Bytes of bytecode of each method on the packet path in a class's module. */
    private static Map<String, Integer> hotMethods(final Class<?> one) throws IOException, URISyntaxException {
        final Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return hotMethods(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return hotMethods(jar.getPath("/"));
        }
    }

    private static Map<String, Integer> hotMethods(final Path root) throws IOException {
        final Map<String, Integer> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                final ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                final String name = model.thisClass().asInternalName();
                for (final MethodModel method : model.methods()) {
                    if (isHot(method) || PACKET_PATH.contains(name) && method.code().isPresent()) {
                        sizes.merge(name.substring(name.lastIndexOf('/') + 1) + "." + method.methodName().stringValue(), size(method),
                            Math::max);
                    }
                }
            }
        }
        return sizes;
    }

    private static boolean isHot(final MethodModel method) {
        return method.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
            .flatMap(annotations -> annotations.annotations().stream())
            .anyMatch(annotation -> annotation.className().equalsString(HOT_PATH));
    }

    private static int size(final MethodModel method) {
        return method.findAttribute(Attributes.code()).map(CodeAttribute::codeLength).orElse(0);
    }
}
