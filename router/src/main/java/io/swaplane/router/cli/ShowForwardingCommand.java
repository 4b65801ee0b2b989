package io.swaplane.router.cli;

import io.swaplane.control.show.BriefText;
import io.swaplane.control.show.ForwardingText;
import io.swaplane.control.view.LabelFilter;
import io.swaplane.control.view.LabelPage;
import io.swaplane.control.view.LabelView;
import io.swaplane.control.view.NextHopView;
import io.swaplane.control.intent.Prefix;
import io.swaplane.table.LabelRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code swaplane show mpls forwarding}. Whole tables are printed as they are read, never held. */
@Command(name = "forwarding", mixinStandardHelpOptions = true,
    description = "Show every label entry in full; one line each with 'brief', one entry with 'label'.")
final class ShowForwardingCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})-([0-9]{1,7})");

    @ParentCommand
    private ShowMplsCommand mpls;

    @Spec
    private CommandSpec spec;

    @Option(names = "--prefix", scope = ScopeType.INHERIT, paramLabel = "PREFIX",
        description = "Only entries of bindings for routes within this prefix, as in 10.0.0.0/8.")
    private String prefix;

    @Option(names = "--range", scope = ScopeType.INHERIT, paramLabel = "FIRST-LAST", description = "Only these labels, as in 16-999.")
    private String range;

    @Override
    public Integer call() {
        everything(filter(), this::print);
        return ExitCode.OK.status();
    }

    private boolean print(final LabelPage page) {
        return mpls.show().print(new ForwardingText(page.labels(), page.nextHops()).lines());
    }

    @Command(mixinStandardHelpOptions = true, description = "Show one line for each label entry.")
    void brief() {
        final BriefText brief = new BriefText();
        everything(filter().withNextHops(false), page -> mpls.show().print(brief.lines(page.labels())));
        if (!mpls.show().isJson()) {
            mpls.show().print(brief.end());
        }
    }

    private LabelFilter filter() {
        final Matcher labels = RANGE.matcher(range == null ? "0-" + LabelRange.LAST : range);
        if (!labels.matches() || Integer.parseInt(labels.group(1)) > Integer.parseInt(labels.group(2))) {
            throw Words.wrong("--range " + range + ": write FIRST-LAST, as in 16-999");
        }
        try {
            return new LabelFilter(null, Integer.parseInt(labels.group(1)), Integer.parseInt(labels.group(2)),
                prefix == null ? null : Prefix.parse(prefix), true);
        } catch (final IllegalArgumentException e) {
            throw Words.wrong("--prefix " + e.getMessage());
        }
    }

    private void everything(final LabelFilter filter, final Predicate<LabelPage> text) {
        try (ShownState state = mpls.show().open()) {
            if (mpls.show().isJson()) {
                final JsonDocument document = mpls.show().document(state).array("labels");
                state.labels(filter.withNextHops(false), page -> document.add(page.labels()));
                document.array("nextHops");
                if (prefix == null && range == null) {
                    state.nextHops(document::add);
                } else {
                    addNextHops(document, state, filter.withNextHops(true));
                }
                document.end();
            } else {
                state.labels(filter, text);
            }
        }
    }

    /** Those that the entries lead to, each once. */
    private static void addNextHops(final JsonDocument document, final ShownState state, final LabelFilter filter) {
        final BitSet written = new BitSet();
        state.labels(filter, page -> {
            final List<NextHopView> fresh = page.nextHops().stream().filter(each -> !written.get(each.index())).toList();
            fresh.forEach(each -> written.set(each.index()));
            return document.add(fresh);
        });
    }

    @Command(mixinStandardHelpOptions = true, description = "Show the entries of one label, in every label space.")
    void label(@Parameters(paramLabel = "N", description = "The in-label.") final int number) {
        if (prefix != null || range != null) {
            throw new ParameterException(spec.commandLine(), "--prefix and --range are for many entries: leave them out for one label");
        }
        try (ShownState state = mpls.show().open()) {
            final List<LabelView> labels = new ArrayList<>();
            final Set<NextHopView> nextHops = new LinkedHashSet<>();
            state.labels(LabelFilter.label(number), page -> {
                nextHops.addAll(page.nextHops());
                return labels.addAll(page.labels());
            });
            if (labels.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "label " + number + " has no entry");
            }
            if (mpls.show().isJson()) {
                final JsonDocument document = mpls.show().document(state).array("labels");
                document.add(labels);
                document.array("nextHops").add(nextHops);
                document.end();
            } else {
                print(new LabelPage(labels, List.copyOf(nextHops), null));
            }
        }
    }
}
