package io.swaplane.io.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swaplane.io.kernel.Errno;
import io.swaplane.io.kernel.KernelAbi;
import io.swaplane.io.kernel.KernelException;
import io.swaplane.io.kernel.Required;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class XdpProgramTest {
    @BeforeAll
    static void needsRoot() {
        Required.root();
    }

    @Test
    void shouldRunAnAcceptedProgramOverAFrame() throws Exception {
        final Label end = new Label("end");
        final BpfCode code = new BpfAssembler().load(Width.WORD, Register.R2, Register.R1, KernelAbi.Bpf.MD_DATA)
            .load(Width.WORD, Register.R3, Register.R1, KernelAbi.Bpf.MD_DATA_END).move(Register.R4, Register.R2)
            .alu64(Alu.ADD, Register.R4, 1).move(Register.R0, KernelAbi.Bpf.XDP_PASS)
            .jumpIf(Condition.GREATER, Register.R4, Register.R3, end)
            .store(Width.BYTE, Register.R2, 0, 0x5a).bind(end).exit().assemble();
        try (XdpProgram program = XdpProgram.load(code, "touch_first", false)) {
            final XdpProgram.Outcome outcome = program.test(new byte[60]);
            assertThat(outcome.verdict()).isEqualTo(KernelAbi.Bpf.XDP_PASS);
            assertThat(outcome.frame()).hasSize(60).startsWith(0x5a, 0);
        }
    }

    @Test
    void shouldSayWhatTheVerifierFoundWrong() {
        final BpfCode code = new BpfAssembler().load(Width.WORD, Register.R2, Register.R1, KernelAbi.Bpf.MD_DATA)
            .load(Width.BYTE, Register.R0, Register.R2, 0).exit().assemble();
        assertThatThrownBy(() -> XdpProgram.load(code, "unchecked", false)).isInstanceOf(KernelException.class)
            .hasMessageContaining("EACCES").hasMessageContaining("invalid access to packet")
            .satisfies(e -> assertThat(((KernelException) e).errno()).isEqualTo(Errno.EACCES));
    }

    @Test
    void shouldKeepRemoveAndSumMapEntries() throws Exception {
        try (BpfMap table = BpfMap.table("test_table", 8); BpfMap counters = BpfMap.counters("test_counters", 2)) {
            table.update(7, 42);
            assertThat(table.get(7)).isEqualTo(42);
            assertThat(table.delete(7)).isTrue();
            assertThat(table.delete(7)).isFalse();
            assertThatThrownBy(() -> table.get(7)).hasMessageContaining("test_table, key 7").hasMessageContaining("ENOENT");
            assertThat(counters.sum(1)).isZero();
            assertThatThrownBy(() -> counters.sum(2)).hasMessageContaining("ENOENT");
        }
    }

    @Test
    void shouldRefuseToAttachToAnInterfaceThatIsNotThere() throws Exception {
        final BpfCode code = new BpfAssembler().move(Register.R0, KernelAbi.Bpf.XDP_PASS).exit().assemble();
        try (XdpProgram program = XdpProgram.load(code, "pass", true)) {
            assertThatThrownBy(() -> program.attach(999_999, false)).isInstanceOf(KernelException.class)
                .hasMessageContaining("native XDP of interface 999999");
        }
    }
}
