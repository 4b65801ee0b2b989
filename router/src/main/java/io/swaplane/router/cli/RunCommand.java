package io.swaplane.router.cli;

import io.swaplane.router.config.ConfigException;
import io.swaplane.router.run.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code swaplane run}: a router on this machine's interfaces. */
@Command(name = "run", mixinStandardHelpOptions = true,
    description = {"Forward MPLS on this machine's network interfaces.",
        "Takes labelled frames from the ports of the configuration and leaves everything else to the kernel. Needs the capabilities "
            + "NET_ADMIN, NET_RAW and BPF, IPC_LOCK for large frame memory, and PERFMON for 'transmit: xdp'. "
            + "SIGHUP has it read the configuration again. Serves until it gets SIGTERM or SIGINT."})
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "The router's configuration, YAML.")
    private Path config;

    @Override
    public Integer call() throws InterruptedException {
        final PrintWriter out = spec.commandLine().getOut();
        final CountDownLatch end = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final String fault;
        try (Running running = Running.start(config, Version.number())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(end, closed), "shutdown"));
            running.reloadOnHangUp();
            running.summary().forEach(out::println);
            out.println("running; SIGTERM stops it");
            out.flush();
            running.fault().thenRun(end::countDown);
            end.await();
            fault = running.fault().getNow(null);
        } catch (final ConfigException e) {
            Refusal.print(e, spec.commandLine().getErr());
            return ExitCode.CONFIGURATION.status();
        } catch (final IOException e) {
            throw new CommandFailure(ExitCode.START, "swaplane: " + e.getMessage());
        } finally {
            closed.countDown();
        }
        if (fault != null) {
            throw new CommandFailure(ExitCode.INTERNAL, "swaplane: " + fault);
        }
        return ExitCode.OK.status();
    }

    /** The signal's thread: lets the main thread close everything, and waits for that, as the process ends when it returns. */
    private static void stop(final CountDownLatch end, final CountDownLatch closed) {
        end.countDown();
        try {
            closed.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
