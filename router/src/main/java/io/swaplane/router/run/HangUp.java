package io.swaplane.router.run;

import java.lang.reflect.Proxy;

/**
 * The signal SIGHUP. The JDK's class for signals is its own affair, and compiling against it warns; so it is found by name.
 */
final class HangUp {
    private HangUp() {
    }

    /** Runs something, in a thread of its own, each time the process gets the signal. */
    static void onSignal(final Runnable task) {
        try {
            final Class<?> signal = Class.forName("sun.misc.Signal");
            final Class<?> handler = Class.forName("sun.misc.SignalHandler");
            final Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                if (method.getDeclaringClass() == handler) {
                    task.run();
                    return null;
                }
                return switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> "SIGHUP";
                };
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM does not tell of SIGHUP", e);
        }
    }
}
