package io.swaplane.router.serve;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What other threads want the control thread to do. */
public final class ControlTasks {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Runnable wake;
    private final long answerMillis;

    /**
     * No tasks.
     *
     * @param wake ends the control thread's sleep, the running one or the next.
     * @param answerMillis for how long an answer is waited for.
     */
    public ControlTasks(final Runnable wake, final long answerMillis) {
        this.wake = wake;
        this.answerMillis = answerMillis;
    }

    /**
     * Has the control thread work something out and waits for it; any other thread.
     *
     * @throws TimeoutException when there is no answer in time; what had not begun by then is not done any more.
     */
    public <T> T ask(final Supplier<T> question) throws TimeoutException {
        return ask(question, late -> { });
    }

    /**
     * Has the control thread work something out and waits for it; any other thread.
     *
     * @param unwanted is given an answer, on the control thread, that came when nobody waited for it any more.
     * @throws TimeoutException when there is no answer in time; what had not begun by then is not done any more.
     */
    public <T> T ask(final Supplier<T> question, final Consumer<T> unwanted) throws TimeoutException {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        tell(() -> answer(question, unwanted, answer));
        try {
            return answer.get(answerMillis, TimeUnit.MILLISECONDS);
        } catch (final ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp(answer, new TimeoutException("interrupted"));
        } catch (final TimeoutException e) {
            return giveUp(answer, e);
        }
    }

    private static <T> void answer(final Supplier<T> question, final Consumer<T> unwanted, final CompletableFuture<T> answer) {
        if (answer.isDone()) {
            return;
        }
        final T found;
        try {
            found = question.get();
        } catch (final RuntimeException e) {
            answer.completeExceptionally(e);
            return;
        }
        if (!answer.complete(found)) {
            unwanted.accept(found);
        }
    }

    /** The answer after all, when it came at this very moment. */
    private static <T> T giveUp(final CompletableFuture<T> answer, final TimeoutException why) throws TimeoutException {
        if (answer.cancel(false) || answer.isCompletedExceptionally()) {
            throw why;
        }
        return answer.join();
    }

    /** Has the control thread do something, without waiting for it; any thread. */
    public void tell(final Runnable task) {
        tasks.add(task);
        wake.run();
    }

    /** Does up to so many of them; returns how many. Control thread. */
    public int doWork(final int limit) {
        for (int done = 0; done < limit; done++) {
            final Runnable task = tasks.poll();
            if (task == null) {
                return done;
            }
            task.run();
        }
        return limit;
    }
}
