package io.swaplane.router.serve;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a logger is told during a test, and nobody else hears then. */
final class Logged implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>() {
        @Override
        protected void append(final ILoggingEvent event) {
            // The text as it is now, as in a file: what it names may change.
            event.prepareForDeferredProcessing();
            super.append(event);
        }
    };

    Logged(final String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
    }

    @Override
    public void beforeEach(final ExtensionContext context) {
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        logger.detachAppender(events);
        logger.setAdditive(true);
    }

    List<ILoggingEvent> events() {
        return events.list;
    }
}
