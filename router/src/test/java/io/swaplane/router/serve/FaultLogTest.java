package io.swaplane.router.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultLogTest {
    @RegisterExtension
    private final Logged logged = new Logged(FaultLog.class.getName());
    private final FaultLog log = new FaultLog();

    @Test
    void shouldLogEachKindOfFaultOnceWithItsCause() {
        for (int i = 0; i < 3; i++) {
            log.onFault(new IllegalStateException("counter " + i));
        }
        assertThat(logged.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getThrowableProxy().getClassName()).isEqualTo(IllegalStateException.class.getName());
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("counter 0");
        });

        log.onFault(new IndexOutOfBoundsException("elsewhere"));
        assertThat(logged.events()).hasSize(2);
    }
}
