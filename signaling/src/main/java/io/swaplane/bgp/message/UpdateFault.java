package io.swaplane.bgp.message;

/**
 * Something wrong with an UPDATE message.
 *
 * @param remedy what is done about it.
 * @param family which family is disabled; null with any other remedy.
 * @param notification what closes the session when the remedy is a reset, and names the error when it is not.
 * @param text what is wrong, for the log.
 */
public record UpdateFault(Remedy remedy, Family family, Notification notification, String text) {
    /** What is wrong, and the error's name and data, as the log has it. */
    @Override
    public String toString() {
        return text + (notification == null ? "" : "; " + notification);
    }
}
