package io.swaplane.router.run;

import io.swaplane.control.Conductor;
import io.swaplane.control.command.Job;
import io.swaplane.control.intent.RouterIntent;

/** A running router, as a reload changes it. */
interface Reloadable {
    /** What the configuration asks for now. Any thread. */
    RouterIntent intent();

    /** The router does what this configuration asks from now on. Control thread. */
    void intent(RouterIntent reloaded);

    /** The control thread's. */
    Conductor conductor();

    /** Has the control thread do a job in slices; no producer's command is carried out from the first to the last. Any thread. */
    void start(Job job);
}
