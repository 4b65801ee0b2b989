package io.swaplane.router.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuPinTest {
    @Test
    void shouldRefuseACpuThatIsNotThere() {
        assertThatThrownBy(() -> CpuPin.check(List.of(1023))).isInstanceOf(StartException.class)
            .hasMessageStartingWith("workers.cpus: CPU 1023 cannot be had: it is not on this machine, offline, or");
    }

    @Test
    void shouldLeaveTheCallersThreadWhereItWas() throws Exception {
        final String before = allowed();
        CpuPin.check(List.of(Integer.parseInt(before.split("[-,]")[0])));
        assertThat(allowed()).isEqualTo(before);
    }

    /** The CPUs that this thread may use, as the kernel writes them: "0-1,3". */
    private static String allowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream().filter(line -> line.startsWith("Cpus_allowed_list:"))
            .findFirst().orElseThrow().substring("Cpus_allowed_list:".length()).strip();
    }
}
