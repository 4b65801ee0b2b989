package io.swaplane.router.config;

import java.util.List;
import java.util.Map;

/**
 * The whole file of a lab.
 *
 * @param lab the lab's name; required.
 * @param routers its routers, each a whole configuration without {@code ports}, {@code workers} and {@code host}; at least one.
 * @param links what joins them; default none.
 * @param checks what must come out; default none.
 */
record LabConfig(String lab, List<RouterConfig> routers, List<LinkConfig> links, List<CheckConfig> checks) {
    /**
     * A link.
     *
     * @param name its name, which names its capture file; required.
     * @param ends two, each {@code ROUTER PORT}; required.
     */
    record LinkConfig(String name, List<String> ends) { }

    /**
     * A check: one of {@code ping}, {@code trace} and {@code show}.
     *
     * @param ping the router that sends echo requests.
     * @param trace the same, when the label stacks of one on its way are to be noted.
     * @param show what is shown, without the word show.
     * @param to ping, trace: the destination; required.
     * @param source ping, trace: the address that it is from; default: the router's own there, the first in the file.
     * @param vrf ping, trace: the table; default {@code global}.
     * @param count ping: how many; default 1.
     * @param fails ping: whether none may be answered; default false.
     * @param stacks trace: labels on links, the top first, on the way there; default: not checked.
     * @param replyStacks trace: the same on the way back.
     * @param on show: the router; required.
     * @param prints show: the text that must come out; default: not checked.
     */
    record CheckConfig(String ping, String trace, String show, String to, String source, String vrf, Integer count, Boolean fails,
                       Map<String, List<Integer>> stacks, Map<String, List<Integer>> replyStacks, String on, String prints) { }
}
