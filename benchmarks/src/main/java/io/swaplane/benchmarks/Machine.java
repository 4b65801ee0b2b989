package io.swaplane.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What figures were measured on. */
public final class Machine {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private Machine() {
    }

    /** Lines with the processor, the kernel, the JDK and its flags. */
    public static List<String> describe() throws IOException {
        return List.of(
            "machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
            "JDK:     " + System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version") + ", "
                + String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    }

    private static String processor() throws IOException {
        if (!Files.isReadable(CPUINFO)) {
            return "processor not known";
        }
        return Files.readAllLines(CPUINFO).stream().filter(line -> line.startsWith("model name")).findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("processor not known");
    }
}
